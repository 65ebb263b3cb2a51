package io.darkroom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessReadingTest {

  private static final long SELF = ProcessHandle.current().pid();

  @Test
  void namesComeFromTheThreadDump() {
    String dump =
        """
        "kafka-producer-network-thread | producer-1" #157 daemon prio=5 cpu=1.25ms nid=0x1b2e runnable
           java.lang.Thread.State: RUNNABLE
        "GC Thread#0" os_prio=0 cpu=361.45ms elapsed=49.89s tid=0x00007f579c0571f0 nid=0x1a71 runnable
        """;

    ThreadNames names = ThreadNames.parse(new BufferedReader(new StringReader(dump)));

    assertThat(names.of(0x1b2e)).isEqualTo("kafka-producer-network-thread | producer-1");
    assertThat(names.of(0x1a71)).isEqualTo("GC Thread#0");
    assertThat(names.of(1)).isEmpty();
  }

  @Test
  void theProgramsNameMayHaveSpacesAndParentheses() {
    String stat = "42 (filters -> (pro) S 1 42 42 0 -1 4194304 10 0 0 0 7 5 0 0 20 0 1 0 100 0";

    assertThat(ProcessCpu.micros(stat)).isEqualTo(120_000);
  }

  @Test
  void onlyListeningSocketsOfThePortCount() {
    List<String> table =
        List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid",
            "   0: 0100007F:46AA 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 7 1 0",
            "   1: 0100007F:46AA 0100007F:9C40 01 00000000:00000000 00:00000000 00000000 0 0 8 1 0",
            "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 9 1 0");

    assertThat(ListeningProcess.sockets(table, 18090)).containsExactly("socket:[7]");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theGatewaysProcessIsFoundByItsPort() throws Exception {
    try (ServerSocket gateway = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StackProcesses stack =
          StackProcesses.find(List.of(), "http://localhost:" + gateway.getLocalPort());

      assertThat(stack).isEqualTo(new StackProcesses(List.of(SELF), ""));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGatewayElsewhereHasNoProcessHere() {
    StackProcesses stack = StackProcesses.find(List.of(), "http://192.0.2.1:8080");

    assertThat(stack.pids()).isEmpty();
    assertThat(stack.missing()).contains("http://192.0.2.1:8080", "--pid");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thePartsOfAJvmAreReadable() throws Exception {
    CpuMeter meter = CpuMeter.start(new StackProcesses(List.of(SELF), ""));

    CpuShares shares = meter.stop();

    assertThat(ProcessCpu.read(SELF).micros()).isPositive();
    assertThat(shares.total()).isNotNegative();
  }
}
