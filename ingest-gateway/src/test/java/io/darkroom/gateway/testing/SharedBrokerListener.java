package io.darkroom.gateway.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Stops the shared broker after the last test. If it ran until the process ends, its folder would
 * be deleted first, and the broker would halt the process with an error.
 */
public final class SharedBrokerListener implements LauncherSessionListener {

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Broker.closeShared();
  }
}
