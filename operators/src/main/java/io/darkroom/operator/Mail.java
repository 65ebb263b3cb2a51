package io.darkroom.operator;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the task's thread run an action soon. Thread-safe. One mail at a time is enough, because
 * the action does everything that is due.
 */
final class Mail implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Mail.class);

  private final MailboxExecutor mailbox;
  private final String name;
  private final Runnable action;
  private final AtomicBoolean sent = new AtomicBoolean();

  Mail(MailboxExecutor mailbox, String name, Runnable action) {
    this.mailbox = mailbox;
    this.name = name;
    this.action = action;
  }

  @Override
  public void run() {
    if (sent.compareAndSet(false, true)) {
      try {
        mailbox.execute(this::open, name);
      } catch (RejectedExecutionException e) {
        LOG.debug("the task ends", e);
      }
    }
  }

  private void open() {
    sent.set(false);
    action.run();
  }
}
