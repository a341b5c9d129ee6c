package dev.sojourn.hatchet.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of network between a client and an engine, which can be cut and mended: a loopback port
 * whose bytes go on to another. While it is cut, connections break and new ones end at once. Safe
 * for use by any thread.
 */
public final class CutProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CutProxy.class);

  private final InetSocketAddress target;
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(CutProxy::daemon);
  private volatile boolean isCut;

  private CutProxy(InetSocketAddress target, ServerSocket door) {
    this.target = target;
    this.door = door;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cut-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** The way to an address, written {@code host:port}. */
  public static CutProxy to(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    InetSocketAddress target =
        new InetSocketAddress(
            hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
    try {
      CutProxy proxy =
          new CutProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      proxy.threads.execute(proxy::admit);
      return proxy;
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
  }

  /** Where it begins, as {@code 127.0.0.1:port}. */
  public String hostPort() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  private void admit() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        if (isCut) {
          near.close();
        } else {
          join(near);
        }
      } catch (IOException refused) {
        LOG.debug("no way through", refused);
      }
    }
  }

  private void join(Socket near) throws IOException {
    Socket far = new Socket();
    open.add(near);
    open.add(far);
    try {
      far.connect(target, 2000);
    } catch (IOException unreachable) {
      close(near);
      close(far);
      return;
    }
    threads.execute(() -> carry(near, far));
    threads.execute(() -> carry(far, near));
  }

  private void carry(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (SocketException broken) {
      LOG.trace("a connection broke", broken);
    } catch (IOException failed) {
      LOG.debug("a connection failed", failed);
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      LOG.trace("closed twice", alreadyGone);
    }
  }

  /** Breaks what is open and lets nothing through. */
  public void cut() {
    isCut = true;
    Set.copyOf(open).forEach(this::close);
  }

  /** Lets connections through again. */
  public void mend() {
    isCut = false;
  }

  @Override
  public void close() {
    cut();
    try {
      door.close();
    } catch (IOException alreadyGone) {
      LOG.trace("closed twice", alreadyGone);
    }
    threads.shutdownNow();
  }
}
