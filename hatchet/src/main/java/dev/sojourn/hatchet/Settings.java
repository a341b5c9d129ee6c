package dev.sojourn.hatchet;

import dev.sojourn.hatchet.HatchetException.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the environment into a {@link HatchetConfig} and collects every complaint about it. */
final class Settings {
  private static final String PREFIX = "HATCHET_CLIENT_";
  private static final Pattern ADDRESS = Pattern.compile("(\\[[^]]+]|[^:/\\s]+):\\d{1,5}");

  private final Map<String, String> env;
  private final List<String> complaints = new ArrayList<>();

  Settings(Map<String, String> env) {
    this.env = env;
  }

  HatchetConfig config() {
    var token = token();
    var address = address(token);
    var serverUrl = serverUrl(token);
    var tenant = firstOf(text("TENANT_ID"), token.tenant());
    if (tenant == null && complaints.isEmpty()) {
      complain("TENANT_ID", "is not set and the token names no tenant");
    }
    var tls = tls();
    var calls = calls();
    if (!complaints.isEmpty()) {
      throw new HatchetException(Kind.SETTING, String.join("\n", complaints));
    }
    var namespace = Namespace.of(env.getOrDefault(PREFIX + "NAMESPACE", ""));
    return new HatchetConfig(
        token, address, serverUrl, String.valueOf(tenant), namespace, tls, calls);
  }

  private Token token() {
    var text = text("TOKEN");
    if (text == null) {
      complain("TOKEN", "is not set; mint one with 'hatchet-admin token create'");
      return new Token("", null, null, null, null);
    }
    try {
      return Token.parse(text);
    } catch (HatchetException e) {
      complaints.add(String.valueOf(e.getMessage()));
      return new Token("", null, null, null, null);
    }
  }

  private String address(Token token) {
    var address = firstOf(text("HOST_PORT"), token.grpcAddress());
    if (address == null) {
      if (complaints.isEmpty()) {
        complain("HOST_PORT", "is not set and the token names no address of the engine");
      }
      return "";
    }
    if (!ADDRESS.matcher(address).matches()) {
      complain("HOST_PORT", "'" + address + "' is not host:port");
    }
    return address;
  }

  private URI serverUrl(Token token) {
    var url = firstOf(text("SERVER_URL"), firstOf(text("API_URL"), token.serverUrl()));
    if (url == null) {
      if (complaints.isEmpty()) {
        complain("SERVER_URL", "is not set and the token names no REST address");
      }
      return URI.create("");
    }
    try {
      var uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // The complaint below says it.
    }
    complain("SERVER_URL", "'" + url + "' is not an http or https URL");
    return URI.create("");
  }

  private TlsConfig tls() {
    var strategy = choice("TLS_STRATEGY", TlsConfig.Strategy.TLS);
    var certificate = pem("TLS_CERT");
    var key = pem("TLS_KEY");
    if (strategy == TlsConfig.Strategy.MTLS && (certificate == null || key == null)) {
      complain("TLS_STRATEGY", "is 'mtls': set HATCHET_CLIENT_TLS_CERT_FILE and …_KEY_FILE");
    }
    var minVersion = env.getOrDefault(PREFIX + "TLS_MIN_VERSION", "1.3").strip();
    if (!List.of("1.2", "1.3").contains(minVersion)) {
      complain("TLS_MIN_VERSION", "'" + minVersion + "' is not one of 1.2, 1.3");
    }
    return new TlsConfig(
        strategy, certificate, key, pem("TLS_ROOT_CA"), text("TLS_SERVER_NAME"), minVersion);
  }

  private CallConfig calls() {
    var defaults = CallConfig.defaults();
    return new CallConfig(
        defaults.connectTimeout(),
        bytes("GRPC_MAX_RECV_MESSAGE_LENGTH", defaults.maxReceiveBytes()),
        bytes("GRPC_MAX_SEND_MESSAGE_LENGTH", defaults.maxSendBytes()),
        !flag("DISABLE_GZIP_COMPRESSION", true),
        !flag("NO_GRPC_RETRY", false) && !flag("NO_RETRY", false),
        defaults.minimumEngine());
  }

  private @Nullable String pem(String name) {
    var inline = text(name);
    var file = text(name + "_FILE");
    if (inline != null || file == null) {
      return inline;
    }
    try {
      return Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      complain(name + "_FILE", "'" + file + "' cannot be read");
      return null;
    }
  }

  private TlsConfig.Strategy choice(String name, TlsConfig.Strategy otherwise) {
    var text = text(name);
    if (text == null) {
      return otherwise;
    }
    for (var strategy : TlsConfig.Strategy.values()) {
      if (strategy.name().equals(text.toUpperCase(Locale.ROOT))) {
        return strategy;
      }
    }
    complain(name, "'" + text + "' is not one of none, tls, mtls");
    return otherwise;
  }

  private boolean flag(String name, boolean otherwise) {
    var text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!List.of("true", "false").contains(text.toLowerCase(Locale.ROOT))) {
      complain(name, "'" + text + "' is not one of true, false");
    }
    return Boolean.parseBoolean(text);
  }

  private int bytes(String name, int otherwise) {
    var text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("[1-9]\\d{0,8}")) {
      return Integer.parseInt(text);
    }
    complain(name, "'" + text + "' is not a number of bytes from 1 to 999999999");
    return otherwise;
  }

  private @Nullable String text(String name) {
    var value = env.get(PREFIX + name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
    return first == null ? second : first;
  }

  private void complain(String name, String what) {
    complaints.add(PREFIX + name + " " + what);
  }
}
