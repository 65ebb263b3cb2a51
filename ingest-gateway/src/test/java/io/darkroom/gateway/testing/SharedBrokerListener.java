package io.darkroom.gateway.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Ends the shared broker after the last test. Left to the end of the process, its folder would be
 * deleted under it, and it would halt the process with an error.
 */
public final class SharedBrokerListener implements LauncherSessionListener {

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    Broker.closeShared();
  }
}
