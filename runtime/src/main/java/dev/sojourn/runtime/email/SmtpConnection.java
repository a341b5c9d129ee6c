package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SmtpUrl;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.SocketFetcher;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an SMTP server, over which one mail goes after the other. One thread uses it at a
 * time; any may {@link #cut} it. The envelope goes out in one packet where the server knows
 * pipelining (RFC 2920), the message in another.
 */
final class SmtpConnection extends SMTPTransport {
  private static final int CONNECT_MS = 10_000;
  private static final int CHUNK = 1 << 16;
  private static final int SHUTTING_DOWN = 421;

  /** The envelope is written here, so the library needs any address. */
  private static final Address[] ANYBODY = {new InternetAddress()};

  private final SmtpUrl server;
  private final BatchSocket socket = new BatchSocket();
  private final Queue<String> unanswered = new ArrayDeque<>();
  private final Parcel parcel = new Parcel();
  private @Nullable SmtpLetter letter;
  private @Nullable SMTPSendFailedException refusal;
  private boolean heeded;
  private boolean awaited;
  private boolean usable;
  private long ends;
  private volatile long expires;
  private volatile boolean cut;

  /** A connection that is not open yet and has until then to become so. */
  SmtpConnection(Session session, SmtpUrl server, long ends) {
    super(session, null);
    this.server = server;
    begin(ends);
  }

  /**
   * Connects, goes over to TLS and logs in, as the address says.
   *
   * @throws AuthenticationFailedException if the server refuses the login for good
   */
  void open() throws MessagingException, IOException {
    var address = InetAddress.getByName(server.host()).getAddress();
    var named = InetAddress.getByAddress(server.host(), address);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(named, server.port()), CONNECT_MS);
    proceed();
    try {
      connect(
          server.tls()
              ? SocketFetcher.startTLS(
                  socket, server.host(), session.getProperties(), SmtpSession.PREFIX)
              : socket);
    } catch (AuthenticationFailedException failed) {
      throw getLastReturnCode() / 100 == 5
          ? new AuthenticationFailedException(getLastServerResponse(), failed)
          : new MessagingException("the login was broken off", failed);
    }
    if (server.user() != null && !supportsExtension("AUTH") && !supportsExtension("AUTH=LOGIN")) {
      throw new MessagingException("SMTP_URL has a user, but the server offers no login");
    }
    usable = true;
  }

  /**
   * Hands a letter over.
   *
   * @param until when it is too late, as {@link System#nanoTime()} tells it
   * @throws SMTPSendFailedException if the server refuses it, with the server's code
   * @throws MessagingException if the connection is lost; whether the letter was taken is unknown
   * @throws IllegalArgumentException if the letter takes more than the server knows
   */
  void deliver(SmtpLetter next, long until) throws MessagingException {
    letter = next;
    heeded = false;
    awaited = false;
    refusal = null;
    unanswered.clear();
    begin(until);
    usable = false;
    try {
      sendMessage(parcel, ANYBODY);
      usable = true;
    } catch (SMTPSendFailedException refused) {
      var code = refused.getReturnCode();
      usable = !awaited && code >= 400 && code < 600 && code != SHUTTING_DOWN;
      throw refused;
    } catch (IllegalArgumentException unsaid) {
      usable = true;
      throw unsaid;
    } finally {
      letter = null;
      socket.release();
    }
  }

  /** Whether another letter may go this way. */
  boolean isUsable() {
    return usable && !cut;
  }

  /** Whether it was lost before the server took even the sender of the last letter. */
  boolean isStale() {
    return !isUsable() && !heeded;
  }

  /** Whether somebody has cut it. */
  boolean isCut() {
    return cut;
  }

  /** Whether what it waits for should have come. */
  boolean isOverdue(long nanoTime) {
    return nanoTime - expires > 0;
  }

  /** Lies idle, for so long. */
  void rest(Duration most) {
    expires = System.nanoTime() + most.toNanos();
  }

  /** Says good-bye and lets go of the server, without waiting for its answer. */
  void leave() {
    try {
      close();
    } catch (MessagingException gone) {
      cut();
    }
  }

  /** Lets go of the server at once, whatever goes on; never blocks. */
  void cut() {
    cut = true;
    try {
      socket.close();
    } catch (IOException gone) {
      // There is nothing left to let go of.
    }
  }

  private void begin(long until) {
    ends = until;
    proceed();
  }

  /** The server has so long for what it is asked next. */
  private void proceed() {
    var step = System.nanoTime() + server.terms().timeout().toNanos();
    expires = step - ends < 0 ? step : ends;
  }

  // Called by connect, which holds the lock.
  @SuppressWarnings("UnsynchronizedOverridesSynchronized")
  @Override
  protected boolean protocolConnect(
      @Nullable String host, int port, @Nullable String user, @Nullable String password)
      throws MessagingException {
    return super.protocolConnect(server.host(), server.port(), server.user(), server.password());
  }

  @Override
  protected void mailFrom() throws MessagingException {
    var next = sending();
    var beyondAscii = next.beyondAscii();
    if (beyondAscii != null && !supportsExtension("SMTPUTF8")) {
      throw new IllegalArgumentException(
          "address '" + beyondAscii + "' needs SMTPUTF8, which the server does not offer");
    }
    if (supportsExtension("PIPELINING")) {
      socket.hold();
    }
    envelope(
        "MAIL FROM:<"
            + next.from()
            + ">"
            + (supportsExtension("SIZE") ? " SIZE=" + next.message().length : "")
            + (beyondAscii == null ? "" : " SMTPUTF8"),
        supportsExtension("PIPELINING"));
  }

  @Override
  protected void rcptTo() throws MessagingException {
    envelope("RCPT TO:<" + sending().to() + ">", supportsExtension("PIPELINING"));
  }

  /** The library writes the low eight bits of each character, so UTF-8 passes as Latin-1. */
  private void envelope(String command, boolean pipelined) throws MessagingException {
    sendCommand(new String(command.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    unanswered.add(command);
    if (!pipelined) {
      answers();
      if (refusal != null) {
        reset();
        throw refusal;
      }
    }
  }

  /** A connection on which even that fails is found lost by the next letter. */
  private void reset() {
    try {
      issueCommand("RSET", -1);
    } catch (MessagingException lost) {
      usable = false;
    }
  }

  /**
   * Asks for the message to be sent; takes with it the envelope, if that was held back. A server
   * that wants a message though it refused the envelope is left.
   */
  @Override
  protected OutputStream data() throws MessagingException {
    socket.release();
    try {
      var body = super.data();
      awaited = true;
      if (refusal == null) {
        socket.hold();
        return body;
      }
    } catch (MessagingException failed) {
      if (refusal == null) {
        throw failed;
      }
    }
    throw refusal;
  }

  @Override
  protected void finishData() throws IOException, MessagingException {
    socket.release();
    awaited = false;
    try {
      super.finishData();
    } catch (SMTPSendFailedException other) {
      if (other.getReturnCode() / 100 != 2) {
        throw other;
      }
    }
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    answers();
    return answer();
  }

  /** Reads what the server says to the envelope. */
  private void answers() throws MessagingException {
    for (var said = unanswered.poll(); said != null; said = unanswered.poll()) {
      var code = answer();
      var taken = code / 100 == 2;
      heeded |= taken && refusal == null;
      if (!taken && refusal == null) {
        refusal =
            new SMTPSendFailedException(
                said, code, getLastServerResponse(), null, null, null, null);
      }
    }
  }

  private int answer() throws MessagingException {
    proceed();
    return super.readServerResponse();
  }

  private SmtpLetter sending() {
    if (letter == null) {
      throw new IllegalStateException("no letter is under way");
    }
    return letter;
  }

  /**
   * The message of the letter under way, as it is. The library's own stream looks at each byte and
   * writes each line; it is gone round where nothing is to be changed or hidden.
   */
  private final class Parcel extends MimeMessage {
    Parcel() {
      super((Session) null);
    }

    @Override
    public @Nullable String getSubject() {
      return null;
    }

    @Override
    public void writeTo(OutputStream out, String[] without) throws IOException {
      var next = sending();
      var to = !isSSL() && next.isTransparent() ? socket.getOutputStream() : out;
      var bytes = next.message();
      for (var at = 0; at < bytes.length; at += CHUNK) {
        to.write(bytes, at, Math.min(CHUNK, bytes.length - at));
        proceed();
      }
    }
  }
}
