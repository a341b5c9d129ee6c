package dev.sojourn.runtime.app;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;

/** TXT records as a name server answers them, through the JDK's own client. */
final class DnsRecords implements TxtRecords {
  /** The parts of a record, parted by spaces; one with white space in it stands in quotes. */
  private static final Pattern PART = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"|(\\S+)");

  private final String server;

  /**
   * A name server.
   *
   * @param server {@code dns://address:port}, or {@code dns:} for those of the machine
   */
  DnsRecords(String server) {
    this.server = server;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // the environment of a naming context is this type
  public List<String> at(String name) {
    var environment = new Hashtable<String, String>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, server);
    environment.put("com.sun.jndi.dns.timeout.initial", "2000");
    environment.put("com.sun.jndi.dns.timeout.retries", "2");
    try {
      var context = new InitialDirContext(environment);
      try {
        return texts(context, name);
      } finally {
        context.close();
      }
    } catch (NameNotFoundException none) {
      return List.of();
    } catch (NamingException failure) {
      throw new NotStarted(
          "the records of '" + name + "' cannot be looked up: " + failure.getMessage(), failure);
    }
  }

  @SuppressWarnings("BanJNDI") // a DNS context answers texts; it makes no objects
  private static List<String> texts(InitialDirContext context, String name)
      throws NamingException {
    var found = context.getAttributes(name, new String[] {"TXT"}).get("TXT");
    var texts = new ArrayList<String>();
    for (int i = 0; found != null && i < found.size(); i++) {
      texts.add(joined(String.valueOf(found.get(i))));
    }
    return texts;
  }

  static String joined(String record) {
    var text = new StringBuilder();
    for (var parts = PART.matcher(record); parts.find(); ) {
      text.append(
          parts.group(1) == null ? parts.group(2) : parts.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return text.toString();
  }
}
