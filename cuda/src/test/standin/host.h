// The parts of CUDA C++ that the kernels use, for g++.
//
// The build sets STANDIN_SHARED to the section for the shared memory of a source. With AddressSanitizer it stays in the data
// section, where overruns are detected.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "grid.h"

#define threadIdx standin::thread_index
#define blockIdx standin::block_index
#define blockDim standin::block_size
#define gridDim standin::grid_size

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __constant__ static const
#define __restrict__ __restrict
#define DEVICE static inline

#ifdef __SANITIZE_ADDRESS__
#define __shared__ static
#define STANDIN_SHARED_MEMORY standin::Shared{nullptr, nullptr}
#else
#define STANDIN_TEXT_OF(word) #word
#define STANDIN_TEXT(word) STANDIN_TEXT_OF(word)
#define STANDIN_JOIN_OF(a, b) a##b
#define STANDIN_JOIN(a, b) STANDIN_JOIN_OF(a, b)
#define __shared__ static __attribute__((section(STANDIN_TEXT(STANDIN_SHARED))))
// The linker sets the start and end of the section; both are null if a source has no shared memory.
extern "C" char STANDIN_JOIN(__start_, STANDIN_SHARED)[] __attribute__((weak, visibility("hidden")));
extern "C" char STANDIN_JOIN(__stop_, STANDIN_SHARED)[] __attribute__((weak, visibility("hidden")));
#define STANDIN_SHARED_MEMORY \
  standin::Shared { STANDIN_JOIN(__start_, STANDIN_SHARED), STANDIN_JOIN(__stop_, STANDIN_SHARED) }
#endif

#define STANDIN_KERNEL(name, threads_meet, ...)                                                                  \
  static void name(__VA_ARGS__);                                                                                 \
  static const standin::Registration registration_of_##name(#name, &name, threads_meet, STANDIN_SHARED_MEMORY);  \
  static void name(__VA_ARGS__)
#define KERNEL(name, ...) STANDIN_KERNEL(name, false, __VA_ARGS__)
#define BLOCK_KERNEL(name, ...) STANDIN_KERNEL(name, true, __VA_ARGS__)

using std::max;
using std::min;

static inline void __syncthreads() { standin::meet(); }

template <class T>
static inline T exchanged(T *place, T value) {
  T old = *place;
  *place = value;
  return old;
}

static inline int atomicAdd(int *place, int value) { return exchanged(place, *place + value); }
static inline unsigned atomicAdd(unsigned *place, unsigned value) { return exchanged(place, *place + value); }
static inline int atomicMin(int *place, int value) { return exchanged(place, std::min(*place, value)); }
static inline int atomicMax(int *place, int value) { return exchanged(place, std::max(*place, value)); }
static inline int atomicOr(int *place, int value) { return exchanged(place, *place | value); }
static inline unsigned atomicOr(unsigned *place, unsigned value) { return exchanged(place, *place | value); }
static inline int atomicCAS(int *place, int expected, int value) {
  return *place == expected ? exchanged(place, value) : *place;
}

static inline int __float2int_rn(float v) { return (int)std::nearbyint(v); }
static inline int __double2int_rn(double v) { return (int)std::nearbyint(v); }
static inline int __float2int_rd(float v) { return (int)std::floor(v); }
static inline float __fsqrt_rn(float v) { return std::sqrt(v); }
static inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((unsigned long long)a * b) >> 32); }
