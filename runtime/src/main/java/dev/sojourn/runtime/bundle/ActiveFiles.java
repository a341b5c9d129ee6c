package dev.sojourn.runtime.bundle;

import dev.sojourn.dsl.provider.DestinationFile;
import dev.sojourn.dsl.provider.ProviderFile;
import dev.sojourn.dsl.source.SourceFile;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files in force by which an operator speaks with others, by id, in order of id.
 *
 * @param sources of webhooks
 * @param providers that transport mails
 * @param destinations of our own webhooks
 */
public record ActiveFiles(
    Map<String, ActiveFile<SourceFile>> sources,
    Map<String, ActiveFile<ProviderFile>> providers,
    Map<String, ActiveFile<DestinationFile>> destinations) {
  /** There are none. */
  static final ActiveFiles NONE = new ActiveFiles(Map.of(), Map.of(), Map.of());

  public ActiveFiles {
    sources = Collections.unmodifiableMap(new TreeMap<>(sources));
    providers = Collections.unmodifiableMap(new TreeMap<>(providers));
    destinations = Collections.unmodifiableMap(new TreeMap<>(destinations));
  }

  /** The destinations alone, by id. */
  public Map<String, DestinationFile> destinationFiles() {
    return files(destinations);
  }

  /** The providers alone, by id. */
  public Map<String, ProviderFile> providerFiles() {
    return files(providers);
  }

  private static <F> Map<String, F> files(Map<String, ActiveFile<F>> active) {
    var files = new TreeMap<String, F>();
    active.forEach((id, one) -> files.put(id, one.file()));
    return files;
  }

  /** All of them as versions, by number. */
  Map<Integer, Version> versions() {
    var versions = new HashMap<Integer, Version>();
    sources.values().forEach(one -> versions.put(one.version(), new Version.OfSource(one.file())));
    providers
        .values()
        .forEach(one -> versions.put(one.version(), new Version.OfProvider(one.file())));
    destinations
        .values()
        .forEach(one -> versions.put(one.version(), new Version.OfDestination(one.file())));
    return versions;
  }

  /** Those of a kind; none of one that is not of this sort. */
  public Map<String, ? extends ActiveFile<?>> of(Kind kind) {
    return switch (kind) {
      case SOURCE -> sources;
      case PROVIDER -> providers;
      case DESTINATION -> destinations;
      default -> Map.of();
    };
  }
}
