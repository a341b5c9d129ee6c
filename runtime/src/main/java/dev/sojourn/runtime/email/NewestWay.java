package dev.sojourn.runtime.email;

import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.runtime.config.TransportConfig.Way;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's own provider as its file is now: the version in force, or before there is one,
 * that of the start. One that asks for what is not set does not replace the version before it. Used
 * on one context.
 */
final class NewestWay {
  private static final Logger log = LoggerFactory.getLogger(NewestWay.class);

  private final Supplier<@Nullable ProviderFile> newest;
  private final Function<String, Optional<String>> variables;
  private Way.Scripted good;
  private ProviderFile seen;

  /** As the file was at the start, with its secrets, until there is a newer one. */
  NewestWay(
      Way.Scripted start,
      Supplier<@Nullable ProviderFile> newest,
      Function<String, Optional<String>> variables) {
    this.good = start;
    this.seen = start.file();
    this.newest = newest;
    this.variables = variables;
  }

  /** Its name, which does not change. */
  String id() {
    return good.id();
  }

  /** Whether it may ask this machine. */
  boolean here() {
    return good.here();
  }

  /** The provider of now. */
  Way.Scripted now() {
    var file = newest.get();
    if (file != null && file != seen) {
      seen = file;
      if (!file.source().equals(good.file().source())) {
        turnTo(file);
      }
    }
    return good;
  }

  private void turnTo(ProviderFile file) {
    var secrets = new HashMap<String, String>();
    var missing = new TreeSet<String>();
    for (var name : file.secrets()) {
      variables
          .apply(name)
          .or(() -> Optional.ofNullable(good.secrets().get(name)))
          .ifPresentOrElse(value -> secrets.put(name, value), () -> missing.add(name));
    }
    if (missing.isEmpty()) {
      good = new Way.Scripted(good.id(), file, secrets, good.here());
      log.info("mails go out by the newest version of providers/{}.groovy", good.id());
    } else {
      log.error(
          "providers/{}.groovy asks for {}, which is not set; mails go out by the version before"
              + " it",
          good.id(),
          missing);
    }
  }
}
