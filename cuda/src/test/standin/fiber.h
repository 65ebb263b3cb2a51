// One thread of a block, which can be left in the midst of its work and gone on with later.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <memory>

#include "grid.h"

namespace standin {

// Goes on from launch to launch: its stack is made once, and each resume() after an end begins anew.
class Fiber {
 public:
  void begin(uint3 index);
  bool ended() const { return ended_; }

  // Runs up to the next pause() or to the end.
  void resume(const Thread &thread);

  // Called from within: goes back to whoever resumed.
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
