package io.darkroom.gateway.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Answers whoever does not begin a TLS handshake with 400, and closes the connection. Leaves all
 * others to the handlers behind it. One for each connection.
 */
final class PlainCalls extends ByteToMessageDecoder {

  /** The type of the record that begins a connection, in all versions of TLS. */
  private static final int HANDSHAKE = 22;

  private static final String MESSAGE =
      "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"scheme: http (expected: https, since this port"
          + " speaks TLS). Call https:// or wss:// instead.\"}\n";

  private static final byte[] ANSWER =
      ("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
              + "content-length: "
              + MESSAGE.length()
              + "\r\n\r\n"
              + MESSAGE)
          .getBytes(US_ASCII);

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE) {
      // What was read so far goes to the next handler.
      context.pipeline().remove(this);
      return;
    }
    in.skipBytes(in.readableBytes());
    context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER)).addListener(ChannelFutureListener.CLOSE);
  }
}
