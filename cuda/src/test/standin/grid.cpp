// Blocks and threads on one core: fibers where the threads of a block meet, plain calls elsewhere.
#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "host.h"

namespace standin {
namespace {

constexpr size_t STACK_BYTES = 64 * 1024;

struct Fiber {
  ucontext_t context;
  uint3 index;
  bool ended;
  std::unique_ptr<char[]> stack{new char[STACK_BYTES]};
};

std::vector<Fiber> fibers;
ucontext_t scheduler;
Fiber *running = nullptr;
bool may_meet = false;
const std::function<void()> *body;

void enter() {
  (*body)();
  running->ended = true;
  swapcontext(&running->context, &scheduler);
}

uint3 index_of(unsigned i, uint3 block) { return {i % block.x, i / block.x % block.y, i / (block.x * block.y)}; }

void begin(Fiber &fiber, uint3 index) {
  fiber.index = index;
  fiber.ended = false;
  getcontext(&fiber.context);
  fiber.context.uc_stack.ss_sp = fiber.stack.get();
  fiber.context.uc_stack.ss_size = STACK_BYTES;
  fiber.context.uc_link = &scheduler;
  makecontext(&fiber.context, enter, 0);
}

// Takes every thread to the next meeting, or to its end; the two may not mix.
unsigned step(unsigned threads) {
  unsigned waiting = 0, ended = 0;
  for (unsigned i = 0; i < threads; i++) {
    if (fibers[i].ended) continue;
    running = &fibers[i];
    thread_index = running->index;
    swapcontext(&scheduler, &running->context);
    (running->ended ? ended : waiting)++;
  }
  running = nullptr;
  if (waiting > 0 && ended > 0) {
    fprintf(stderr, "kernel: %u threads of a block ended while %u wait for them (expected: all meet)\n", ended, waiting);
    abort();
  }
  return waiting;
}

void run_block_of_fibers(uint3 block) {
  unsigned threads = block.x * block.y * block.z;
  if (fibers.size() < threads) fibers.resize(threads);
  for (unsigned i = 0; i < threads; i++) begin(fibers[i], index_of(i, block));
  while (step(threads) > 0) {
  }
}

void run_block(uint3 block) {
  for (unsigned z = 0; z < block.z; z++)
    for (unsigned y = 0; y < block.y; y++)
      for (unsigned x = 0; x < block.x; x++) {
        thread_index = {x, y, z};
        (*body)();
      }
}

}  // namespace

void run(uint3 grid, uint3 block, bool threads_meet, const std::function<void()> &thread) {
  grid_size = grid;
  block_size = block;
  body = &thread;
  may_meet = threads_meet;
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        block_index = {x, y, z};
        threads_meet ? run_block_of_fibers(block) : run_block(block);
      }
}

void meet() {
  if (!may_meet) {
    fprintf(stderr, "kernel: __syncthreads() in a KERNEL (expected: a BLOCK_KERNEL)\n");
    abort();
  }
  swapcontext(&running->context, &scheduler);
}

std::map<std::string, Kernel> &kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}

}  // namespace standin
