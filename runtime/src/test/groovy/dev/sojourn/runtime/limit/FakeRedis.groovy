package dev.sojourn.runtime.limit

import dev.sojourn.core.limit.Rate
import dev.sojourn.core.limit.SlidingWindow
import groovy.transform.CompileStatic
import java.time.Duration

/** Speaks enough of the protocol to be asked for limits; counts as the script does. It can end and come back. */
@CompileStatic
class FakeRedis implements AutoCloseable {
  private final ServerSocket listening
  private final List<Socket> open = [].asSynchronized() as List<Socket>
  private final Map<String, SlidingWindow> windows = [:]
  volatile boolean mute

  FakeRedis(int port = 0) {
    listening = new ServerSocket()
    listening.reuseAddress = true
    listening.bind(new InetSocketAddress('127.0.0.1', port))
    Thread.startDaemon { accept() }
  }

  int getPort() {
    listening.localPort
  }

  String getUrl() {
    "redis://127.0.0.1:$port"
  }

  @Override
  void close() {
    listening.close()
    new ArrayList<>(open)*.close()
  }

  private void accept() {
    try {
      while (true) {
        def socket = listening.accept()
        open << socket
        Thread.startDaemon { serve(socket) }
      }
    } catch (SocketException ended) {
      assert ended != null
    }
  }

  private void serve(Socket socket) {
    try {
      def input = new DataInputStream(new BufferedInputStream(socket.inputStream))
      while (true) {
        def count = number(input)
        def words = (0..<count).collect { word(input) }
        if (!mute) {
          socket.outputStream.write(answer(words).bytes)
        }
      }
    } catch (IOException ended) {
      socket.close()
    }
  }

  private String answer(List<String> words) {
    switch (words[0].toUpperCase()) {
      case 'PING': return '+PONG\r\n'
      case 'EVAL': return taken(words)
      default: return "-ERR unknown command '${words[0]}'\r\n"
    }
  }

  private String taken(List<String> words) {
    def slice = words[4] as long
    def window = windows.computeIfAbsent(words[3]) { String key ->
      new SlidingWindow(new Rate(key, words[5] as int, Duration.ofMinutes(1)), slice * 1000)
    }
    def said = words.drop(8).collect { cost ->
      def left = window.take(cost as int, slice * 1000)
      left.mayGoOn() ? left.remaining() : -1 - left.remaining()
    } + [slice as int]
    "*${said.size()}\r\n" + said.collect { ":$it\r\n" }.join('')
  }

  private static int number(DataInputStream input) {
    def text = new StringBuilder()
    for (int c = input.readUnsignedByte(); c != ('\n' as char) as int; c = input.readUnsignedByte()) {
      text.append(c as char)
    }
    text.substring(1).trim() as int
  }

  private static String word(DataInputStream input) {
    def bytes = new byte[number(input)]
    input.readFully(bytes)
    input.readUnsignedShort()
    new String(bytes)
  }
}
