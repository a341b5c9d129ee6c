package dev.sojourn.runtime.email;

import dev.sojourn.runtime.config.SmtpUrl;
import dev.sojourn.runtime.config.SmtpUrl.StartTls;
import jakarta.mail.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The settings of a server, as the mail library is told them. */
final class SmtpSession {
  /** Where the names of settings begin. */
  static final String PREFIX = "mail.smtp";

  /** The ways to log in with a password, the best first. */
  private static final List<String> BY_PASSWORD =
      List.of("CRAM-MD5", "DIGEST-MD5", "PLAIN", "LOGIN");

  /** Those of which the JDK knows more than the library. */
  private static final List<String> BY_CHALLENGE = List.of("CRAM-MD5", "DIGEST-MD5");

  private SmtpSession() {}

  /**
   * A session for connections to this server.
   *
   * @throws IllegalArgumentException if the file of certificates holds none
   */
  static Session of(SmtpUrl url) {
    var settings = new Properties();
    var terms = url.terms();
    tell(settings, "starttls.enable", url.starttls() != StartTls.DISABLED);
    tell(settings, "starttls.required", url.starttls() == StartTls.REQUIRED);
    tell(settings, "ssl.checkserveridentity", true);
    tell(settings, "quitwait", false);
    tell(settings, "auth", url.user() != null);
    var ways = terms.auth().isEmpty() ? BY_PASSWORD : terms.auth();
    var challenges = ways.stream().filter(BY_CHALLENGE::contains).toList();
    tell(settings, "auth.mechanisms", String.join(" ", ways));
    tell(settings, "sasl.enable", !challenges.isEmpty());
    tell(settings, "sasl.mechanisms", String.join(" ", challenges));
    if (terms.name() != null) {
      tell(settings, "localhost", terms.name());
    }
    if (terms.ca() != null) {
      settings.put(PREFIX + ".ssl.socketFactory", trusting(terms.ca()));
    }
    return Session.getInstance(settings);
  }

  private static void tell(Properties settings, String name, Object value) {
    settings.setProperty(PREFIX + "." + name, value.toString());
  }

  private static SSLSocketFactory trusting(Path file) {
    try (var pem = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("ca-" + store.size(), one);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException("'" + file + "' of SMTP_URL holds no certificate");
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "'" + file + "' of SMTP_URL is no PEM file of certificates", unreadable);
    }
  }
}
