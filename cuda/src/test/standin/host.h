// The words of CUDA C++ that the kernels use, for g++: a kernel becomes a function of the host, each thread of a block an
// iteration, or a fiber of its own where the threads of a block meet.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

struct uint3 {
  unsigned x, y, z;
};

namespace standin {

inline uint3 thread_index, block_index, block_size, grid_size;

// Runs a kernel over a grid. Where its threads meet, each block's run side by side up to the next __syncthreads().
void run(uint3 grid, uint3 block, bool threads_meet, const std::function<void()> &thread);

// Lets the other threads of the block come to the same place.
void meet();

// A kernel with its arguments, from the packed block that a launch hands over.
using Bind = std::function<std::function<void()>(const unsigned char *block, size_t bytes)>;

struct Kernel {
  bool threads_meet;
  size_t argument_bytes;
  Bind bind;
};

std::map<std::string, Kernel> &kernels();

// Arguments lie one after the other, each at a multiple of its alignment.
template <class... A>
struct Layout {
  static constexpr size_t count = sizeof...(A);

  static void offsets(size_t *places, size_t *end) {
    size_t place = 0, i = 0;
    ((place = (place + alignof(A) - 1) / alignof(A) * alignof(A), places[i++] = place, place += sizeof(A)), ...);
    *end = place;
  }
};

template <class T>
T read(const unsigned char *place) {
  T value;
  memcpy(&value, place, sizeof(T));
  return value;
}

template <class... A, size_t... I>
std::function<void()> bound(void (*kernel)(A...), const unsigned char *block, std::index_sequence<I...>) {
  size_t places[sizeof...(A) + 1], end;
  Layout<A...>::offsets(places, &end);
  auto arguments = std::make_tuple(read<A>(block + places[I])...);
  return [kernel, arguments] { std::apply(kernel, arguments); };
}

struct Registration {
  template <class... A>
  Registration(const char *name, void (*kernel)(A...), bool threads_meet) {
    size_t places[sizeof...(A) + 1], end;
    Layout<A...>::offsets(places, &end);
    auto bind = [kernel](const unsigned char *block, size_t) {
      return bound(kernel, block, std::index_sequence_for<A...>{});
    };
    kernels()[name] = {threads_meet, end, bind};
  }
};

}  // namespace standin

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
#define __shared__ static
#define DEVICE static inline

#define STANDIN_KERNEL(name, threads_meet, ...)                                            \
  static void name(__VA_ARGS__);                                                           \
  static const standin::Registration registration_of_##name(#name, &name, threads_meet);   \
  static void name(__VA_ARGS__)
#define KERNEL(name, ...) STANDIN_KERNEL(name, false, __VA_ARGS__)
#define BLOCK_KERNEL(name, ...) STANDIN_KERNEL(name, true, __VA_ARGS__)

using std::max;
using std::min;

static inline void __syncthreads() { standin::meet(); }

template <class T>
static inline T atomicAdd(T *place, T value) {
  T old = *place;
  *place = old + value;
  return old;
}

template <class T>
static inline T atomicMin(T *place, T value) {
  T old = *place;
  *place = std::min(old, value);
  return old;
}

template <class T>
static inline T atomicMax(T *place, T value) {
  T old = *place;
  *place = std::max(old, value);
  return old;
}

template <class T>
static inline T atomicOr(T *place, T value) {
  T old = *place;
  *place = old | value;
  return old;
}

template <class T>
static inline T atomicCAS(T *place, T expected, T value) {
  T old = *place;
  if (old == expected) *place = value;
  return old;
}

static inline int __float2int_rn(float v) { return (int)std::nearbyint(v); }
static inline int __double2int_rn(double v) { return (int)std::nearbyint(v); }
static inline int __float2int_rd(float v) { return (int)std::floor(v); }
static inline float __fsqrt_rn(float v) { return std::sqrt(v); }
static inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((unsigned long long)a * b) >> 32); }
