package dev.sojourn.hatchet;

import dev.sojourn.hatchet.HatchetException.Kind;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Makes transports as the engine wants them. */
final class Channels {
  /** The engine punishes pings that come more often than every 5 s. */
  private static final int KEEPALIVE_SECONDS = 10;

  private static final int KEEPALIVE_TIMEOUT_SECONDS = 60;
  private static final int CONNECT_MILLIS = 5_000;

  private Channels() {}

  static ManagedChannel open(HatchetConfig config) {
    var builder =
        NettyChannelBuilder.forTarget(config.address())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .maxInboundMessageSize(config.calls().maxReceiveBytes());
    var tls = config.tls();
    if (tls.strategy() == TlsConfig.Strategy.NONE) {
      return builder.negotiationType(NegotiationType.PLAINTEXT).build();
    }
    builder.negotiationType(NegotiationType.TLS).sslContext(context(tls));
    if (tls.serverName() != null) {
      builder.overrideAuthority(tls.serverName());
    }
    return builder.build();
  }

  private static SslContext context(TlsConfig tls) {
    try {
      var context = GrpcSslContexts.forClient();
      if (tls.minVersion().equals("1.2")) {
        context.protocols("TLSv1.3", "TLSv1.2");
      } else {
        context.protocols("TLSv1.3");
      }
      if (tls.rootCa() != null) {
        context.trustManager(stream(tls.rootCa()));
      }
      if (tls.strategy() == TlsConfig.Strategy.MTLS
          && tls.certificate() != null
          && tls.key() != null) {
        context.keyManager(stream(tls.certificate()), stream(tls.key()));
      }
      return context.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new HatchetException(
          Kind.SETTING,
          "HATCHET_CLIENT_TLS_…: certificates or key are no PEM that can be read ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
  }
}
