// A ucontext creates the stack of each fiber. Then _setjmp and _longjmp switch between fibers: unlike swapcontext they make no
// system call, and are ten times as fast. AddressSanitizer must know of every change of stacks and supports swapcontext, so the
// sanitizer build uses swapcontext only.
#include "fiber.h"

namespace standin {
namespace {

constexpr size_t STACK_BYTES = 64 * 1024;

#ifdef __SANITIZE_ADDRESS__
constexpr bool BY_JUMPS = false;
#else
constexpr bool BY_JUMPS = true;
#endif

Fiber *entering;

}  // namespace

void Fiber::begin(uint3 index) {
  index_ = index;
  ended_ = false;
}

void Fiber::make() {
  stack_.reset(new char[STACK_BYTES]);
  getcontext(&context_);
  context_.uc_stack.ss_sp = stack_.get();
  context_.uc_stack.ss_size = STACK_BYTES;
  context_.uc_link = nullptr;
  makecontext(&context_, enter, 0);
  made_ = true;
  entering = this;
}

void Fiber::enter() {
  Fiber *self = entering;
  for (;;) {
    (*self->thread_)();
    self->ended_ = true;
    self->to_caller();
  }
}

void Fiber::resume(const Thread &thread) {
  thread_ = &thread;
  thread_index = index_;
  bool first = !made_;
  if (first) make();
  if (BY_JUMPS && _setjmp(caller_place_) != 0) return;
  if (BY_JUMPS && !first) _longjmp(place_, 1);
  swapcontext(&caller_context_, &context_);
}

void Fiber::to_caller() {
  if (!BY_JUMPS) {
    swapcontext(&context_, &caller_context_);
  } else if (_setjmp(place_) == 0) {
    _longjmp(caller_place_, 1);
  }
}

void Fiber::pause() { to_caller(); }

}  // namespace standin
