package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Sends packets to one client. */
interface PacketSink {

  void send(byte[] packet) throws IOException;

  static PacketSink to(DatagramSocket socket, InetAddress client, int port) {
    return packet -> socket.send(new DatagramPacket(packet, packet.length, client, port));
  }
}
