package dev.sojourn.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.Locale;
import java.util.UUID;

/**
 * A mail server and a mail API that take everything and keep nothing, as fast as this machine can:
 * what sending is held against.
 */
final class MailSink extends AbstractVerticle {
  private static final String END_OF_DATA = "\r\n.\r\n";

  private final int smtpPort;
  private final int httpPort;

  private MailSink(int smtpPort, int httpPort) {
    this.smtpPort = smtpPort;
    this.httpPort = httpPort;
  }

  /** Takes a port for SMTP and one for HTTP; prints {@code ready}. */
  public static void main(String[] arguments) {
    Vertx.vertx()
        .deployVerticle(
            () -> new MailSink(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onSuccess(
            id -> {
              System.out.println("ready");
              System.out.flush();
            })
        .onFailure(
            failure -> {
              System.err.println("mail sink: " + failure);
              System.exit(1);
            });
  }

  @Override
  public void start(Promise<Void> started) {
    Future.all(
            vertx
                .createNetServer()
                .connectHandler(socket -> new Conversation(socket).begin())
                .listen(smtpPort),
            vertx.createHttpServer().requestHandler(MailSink::take).listen(httpPort))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private static void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end("{\"id\":\"" + UUID.randomUUID() + "\"}"));
  }

  /** One client's SMTP session (RFC 5321), with pipelining. */
  private static final class Conversation {
    private final NetSocket socket;
    private final RecordParser parser;
    private boolean inData;

    Conversation(NetSocket socket) {
      this.socket = socket;
      this.parser = RecordParser.newDelimited("\r\n", this::said);
    }

    void begin() {
      socket.handler(parser);
      socket.exceptionHandler(gone -> {});
      say("220 sink ESMTP");
    }

    private void said(Buffer line) {
      if (inData) {
        inData = false;
        parser.delimitedMode("\r\n");
        say("250 taken");
      } else {
        command(line.toString().toUpperCase(Locale.ROOT));
      }
    }

    private void command(String line) {
      if (line.startsWith("EHLO")) {
        say("250-sink\r\n250-PIPELINING\r\n250 8BITMIME");
      } else if (line.startsWith("DATA")) {
        inData = true;
        parser.delimitedMode(END_OF_DATA);
        say("354 go on");
      } else if (line.startsWith("QUIT")) {
        say("221 bye");
        socket.end();
      } else {
        say("250 ok");
      }
    }

    private void say(String reply) {
      socket.write(reply + "\r\n");
    }
  }
}
