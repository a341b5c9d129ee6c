package dev.sojourn.runtime.app;

import dev.sojourn.core.deliverability.DomainCheck;
import dev.sojourn.core.deliverability.Finding;
import dev.sojourn.core.deliverability.MailRecords;
import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.config.AppConfig;
import dev.sojourn.runtime.config.BadSettings;
import dev.sojourn.runtime.config.Environment;
import dev.sojourn.runtime.config.Mode;
import java.io.PrintWriter;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether the settings can be used and whether receivers will believe the sender's mails. */
@Command(
    name = "doctor",
    description = {
      "Looks at the settings, and at the SPF, DKIM and DMARC records of the domain that mails come",
      "from. Exits 1 if something must be mended."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final @Nullable TxtRecords records;

  @Option(
      names = "--domain",
      paramLabel = "name",
      description = "the sender's domain; that of EMAIL_FROM when absent")
  private @Nullable String domain;

  @Option(
      names = "--selector",
      paramLabel = "name",
      description = "a DKIM selector, as the provider shows it; may be repeated")
  private List<String> selectors = new ArrayList<>();

  @Option(
      names = "--dns",
      paramLabel = "url",
      description = "a name server, dns://address:port; those of the machine when absent")
  private String dns = "dns:";

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  DoctorCommand() {
    this(Environment.variables(), null);
  }

  DoctorCommand(Map<String, String> environment, @Nullable TxtRecords records) {
    this.environment = environment;
    this.records = records;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("the command line was not read yet");
    }
    var findings = new ArrayList<>(settings());
    var sender = sender();
    if (sender.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Level.WARNING,
              "domain",
              "no domain to look at: neither EMAIL_FROM nor --domain is given"));
    } else {
      findings.addAll(domain(sender));
    }
    tell(findings, spec.commandLine().getOut());
    return findings.stream().anyMatch(one -> one.level() == Finding.Level.ERROR) ? 1 : 0;
  }

  private List<Finding> settings() {
    try {
      AppConfig.from(Mode.ALL, environment);
      return List.of(new Finding(Finding.Level.OK, "settings", "all can be used"));
    } catch (BadSettings bad) {
      return bad.problems().stream()
          .map(problem -> new Finding(Finding.Level.ERROR, "settings", problem))
          .toList();
    }
  }

  /** The domain in ASCII, or empty. */
  private String sender() {
    var named = domain == null ? environment.getOrDefault("EMAIL_FROM", "") : domain;
    var bare = named.substring(named.lastIndexOf('@') + 1).replace(">", "").strip();
    try {
      return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      throw new NotStarted("'" + bare + "' is no domain name; give one with --domain", notADomain);
    }
  }

  private List<Finding> domain(String sender) {
    var lookup = records == null ? new DnsRecords(dns) : records;
    var keys = new LinkedHashMap<String, List<String>>();
    selectors.forEach(one -> keys.put(one, lookup.at(one + "._domainkey." + sender)));
    return DomainCheck.of(
        new MailRecords(sender, lookup.at(sender), dmarc(lookup, sender), keys));
  }

  /** Those of the domain or, if it has none, of the nearest one above it but the top. */
  private static List<String> dmarc(TxtRecords lookup, String sender) {
    for (var at = sender; at.contains("."); at = at.substring(at.indexOf('.') + 1)) {
      var found = lookup.at("_dmarc." + at);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private void tell(List<Finding> findings, PrintWriter out) {
    if (json) {
      out.println(Json.write(Map.of("findings", findings.stream().map(DoctorCommand::wire).toList())));
    } else {
      findings.forEach(
          one -> out.printf("%-8s %-10s %s%n", word(one.level()), one.about(), one.text()));
    }
  }

  private static Map<String, String> wire(Finding finding) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("level", word(finding.level()));
    fields.put("about", finding.about());
    fields.put("text", finding.text());
    return fields;
  }

  private static String word(Finding.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
