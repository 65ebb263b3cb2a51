// One thread of a block, which can pause and resume.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <memory>

#include "grid.h"

namespace standin {

// Reused for many launches: its stack is created once, and each resume() after the end starts again.
class Fiber {
 public:
  void begin(uint3 index);
  bool ended() const { return ended_; }

  // Runs until the next pause() or the end.
  void resume(const Thread &thread);

  // Returns to the caller of resume(). Called by the fiber itself.
  void pause();

 private:
  static void enter();
  void make();
  void to_caller();

  uint3 index_{};
  bool ended_ = true;
  bool made_ = false;
  const Thread *thread_ = nullptr;
  std::unique_ptr<char[]> stack_;
  ucontext_t context_, caller_context_;
  jmp_buf place_, caller_place_;
};

}  // namespace standin
