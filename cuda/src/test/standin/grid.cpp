// Runs blocks sequentially on one core: threads as plain calls, or as fibers if they synchronize.
#include "grid.h"

#include <cstdio>
#include <cstdlib>
#include <deque>

#include "fiber.h"

namespace standin {
namespace {

constexpr unsigned char NOTHING = 0xA5;

std::deque<Fiber> fibers;
Fiber *running = nullptr;

uint3 index_of(unsigned i, uint3 block) { return {i % block.x, i / block.x % block.y, i / (block.x * block.y)}; }

[[noreturn]] void refuse(const char *format, unsigned a, unsigned b) {
  fprintf(stderr, format, a, b);
  abort();
}

// Runs every thread to the next barrier or to its end; returns how many wait. Either all or none must wait.
unsigned step(unsigned threads, const Thread &thread) {
  unsigned waiting = 0, ended = 0;
  for (unsigned i = 0; i < threads; i++) {
    if (fibers[i].ended()) continue;
    running = &fibers[i];
    running->resume(thread);
    (running->ended() ? ended : waiting)++;
  }
  running = nullptr;
  if (waiting > 0 && ended > 0)
    refuse("kernel: %u threads of a block ended while %u wait for them (expected: all meet)\n", ended, waiting);
  return waiting;
}

void run_fibers(uint3 block, const Thread &thread) {
  unsigned threads = block.x * block.y * block.z;
  while (fibers.size() < threads) fibers.emplace_back();
  for (unsigned i = 0; i < threads; i++) fibers[i].begin(index_of(i, block));
  while (step(threads, thread) > 0) {
  }
}

void run_calls(uint3 block, const Thread &thread) {
  for (unsigned z = 0; z < block.z; z++)
    for (unsigned y = 0; y < block.y; y++)
      for (unsigned x = 0; x < block.x; x++) {
        thread_index = {x, y, z};
        thread();
      }
}

void run_block(const Kernel &kernel, uint3 block, const Thread &thread) {
  if (kernel.shared.first) memset(kernel.shared.first, NOTHING, kernel.shared.last - kernel.shared.first);
  kernel.threads_meet ? run_fibers(block, thread) : run_calls(block, thread);
}

}  // namespace

void run(const Kernel &kernel, uint3 grid, uint3 block, const Thread &thread) {
  grid_size = grid;
  block_size = block;
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        block_index = {x, y, z};
        run_block(kernel, block, thread);
      }
}

void meet() {
  if (!running) refuse("kernel: __syncthreads() in a KERNEL (expected: a BLOCK_KERNEL)\n", 0, 0);
  running->pause();
}

std::map<std::string, Kernel> &kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}

}  // namespace standin
