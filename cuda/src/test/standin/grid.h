// How kernels run on the CPU: what a kernel is here, and the blocks and threads of a launch.
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

// Where the running thread is; one runs at a time.
inline uint3 thread_index, block_index, block_size, grid_size;

// Memory that the threads of a block share, from first to last; it holds nothing of use when a block begins.
struct Shared {
  char *first;
  char *last;
};

using Thread = std::function<void()>;

struct Kernel {
  bool threads_meet;
  size_t argument_bytes;
  Shared shared;
  // A thread with its arguments, from the packed block that a launch hands over.
  std::function<Thread(const unsigned char *block)> bind;
};

// Every kernel by its name.
std::map<std::string, Kernel> &kernels();

// Runs a thread at every place of a grid. Where threads meet, those of a block run side by side up to the next meeting.
void run(const Kernel &kernel, uint3 grid, uint3 block, const Thread &thread);

// Lets the other threads of the block come to the same place.
void meet();

// Arguments lie one after the other, each at a multiple of its alignment.
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

// Makes a kernel known when the library is loaded.
struct Registration {
  template <class... A>
  Registration(const char *name, void (*kernel)(A...), bool threads_meet, Shared shared) {
    auto bind = [kernel](const unsigned char *block) { return bound(kernel, block, std::index_sequence_for<A...>{}); };
    kernels()[name] = {threads_meet, Layout<A...>().end, shared, bind};
  }
};

}  // namespace standin
