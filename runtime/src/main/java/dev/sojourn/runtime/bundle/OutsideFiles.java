package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.provider.DestinationFile;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.dsl.source.SourceFile;
import java.util.HashMap;
import java.util.Map;

/** Sorts the members of a set by which an operator speaks with others. */
final class OutsideFiles {
  private final Map<String, ActiveFile<SourceFile>> sources = new HashMap<>();
  private final Map<String, ActiveFile<ProviderFile>> providers = new HashMap<>();
  private final Map<String, ActiveFile<DestinationFile>> destinations = new HashMap<>();

  /**
   * The members of a set.
   *
   * @param versions compiled, by number; one that does not compile here is missing
   */
  OutsideFiles(Members members, Map<Integer, Version> versions) {
    for (var kind : Kind.OUTSIDE) {
      members
          .of(kind)
          .forEach(
              (id, number) -> {
                var version = versions.get(number);
                if (version != null) {
                  add(id, number, version);
                }
              });
    }
  }

  ActiveFiles active() {
    return new ActiveFiles(sources, providers, destinations);
  }

  private void add(String id, int number, Version version) {
    if (version instanceof Version.OfSource of) {
      sources.put(id, new ActiveFile<>(number, of.hash(), of.file()));
    } else if (version instanceof Version.OfProvider of) {
      providers.put(id, new ActiveFile<>(number, of.hash(), of.file()));
    } else if (version instanceof Version.OfDestination of) {
      destinations.put(id, new ActiveFile<>(number, of.hash(), of.file()));
    }
  }
}
