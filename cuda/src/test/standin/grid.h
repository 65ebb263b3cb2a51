// Runs kernels on the CPU: the registry of kernels, and the blocks and threads of a launch.
#pragma once
#include <cstddef>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>

struct uint3 {
  unsigned x, y, z;
};

namespace standin {

// Index of the running thread; one thread runs at a time.
inline uint3 thread_index, block_index, block_size, grid_size;

// Shared memory of a block, from first to last; it is overwritten with a pattern before each block.
struct Shared {
  char *first;
  char *last;
};

using Thread = std::function<void()>;

struct Kernel {
  bool threads_meet;
  size_t argument_bytes;
  Shared shared;
  // Returns a thread with the arguments in the packed block of a launch.
  std::function<Thread(const unsigned char *block)> bind;
};

// All kernels by name.
std::map<std::string, Kernel> &kernels();

// Runs all threads of a grid. If they synchronize, the threads of a block run alternately up to the next barrier.
void run(const Kernel &kernel, uint3 grid, uint3 block, const Thread &thread);

// Waits until all threads of the block have reached this point.
void meet();

// Arguments are stored in order, each aligned to its size.
template <class... A>
struct Layout {
  size_t places[sizeof...(A) + 1];
  size_t end = 0;

  Layout() {
    size_t i = 0;
    ((end = (end + alignof(A) - 1) / alignof(A) * alignof(A), places[i++] = end, end += sizeof(A)), ...);
  }
};

template <class T>
T read(const unsigned char *place) {
  T value;
  memcpy(&value, place, sizeof(T));
  return value;
}

template <class... A, size_t... I>
Thread bound(void (*kernel)(A...), const unsigned char *block, std::index_sequence<I...>) {
  Layout<A...> layout;
  auto arguments = std::make_tuple(read<A>(block + layout.places[I])...);
  return [kernel, arguments] { std::apply(kernel, arguments); };
}

// Registers a kernel when the library is loaded.
struct Registration {
  template <class... A>
  Registration(const char *name, void (*kernel)(A...), bool threads_meet, Shared shared) {
    auto bind = [kernel](const unsigned char *block) { return bound(kernel, block, std::index_sequence_for<A...>{}); };
    kernels()[name] = {threads_meet, Layout<A...>().end, shared, bind};
  }
};

}  // namespace standin
