package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server (RFC 1035) that gives every name these IPv4 addresses, one answer after another.
 */
public final class DnsServer implements AutoCloseable {

  private static final int ANSWER = 0x8180;
  private static final int POINTER_TO_QUESTION = 0xc00c;

  private final DatagramSocket socket;
  private final List<List<String>> answers;
  private final AtomicInteger queries = new AtomicInteger();

  private DnsServer(List<List<String>> answers) throws IOException {
    this.answers = answers;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    RtspServer.daemon("dns", this::run);
  }

  /**
   * @param answers the addresses of each answer; the last answer is repeated
   */
  public static DnsServer start(List<List<String>> answers) throws IOException {
    return new DnsServer(answers);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public int queries() {
    return queries.get();
  }

  private void run() {
    byte[] bytes = new byte[512];
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(bytes, bytes.length);
        socket.receive(query);
        List<String> addresses =
            answers.get(Math.min(queries.getAndIncrement(), answers.size() - 1));
        ByteBuffer answer = answer(ByteBuffer.wrap(bytes, 0, query.getLength()), addresses);
        socket.send(
            new DatagramPacket(answer.array(), answer.position(), query.getSocketAddress()));
      }
    } catch (IOException e) {
      // The server is closed.
    }
  }

  private static ByteBuffer answer(ByteBuffer query, List<String> addresses) throws IOException {
    int end = 12;
    while (query.get(end) != 0) {
      end += query.get(end) + 1;
    }
    byte[] question = new byte[end + 5 - 12];
    query.get(12, question);
    ByteBuffer answer =
        ByteBuffer.allocate(512).putShort(query.getShort(0)).putShort((short) ANSWER);
    answer.putShort((short) 1).putShort((short) addresses.size()).putInt(0).put(question);
    for (String address : addresses) {
      answer.putShort((short) POINTER_TO_QUESTION).putShort((short) 1).putShort((short) 1);
      answer.putInt(0).putShort((short) 4).put(InetAddress.getByName(address).getAddress());
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
