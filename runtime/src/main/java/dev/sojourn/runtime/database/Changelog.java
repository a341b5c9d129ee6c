package dev.sojourn.runtime.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.ChecksumVersion;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The wanted changes of one track: {@code engine}, which is ours and travels in the jar, or {@code
 * client}, which is the operator's and lies in a folder. Each track has a ledger of its own, in
 * which a change is known by the folder's name, its file and its id.
 */
final class Changelog {
  private static final Pattern INCLUDE = Pattern.compile("<include\\s[^>]*?file=\"([^\"]+)\"");

  private final String track;
  private final @Nullable Path folder;

  private Changelog(String track, @Nullable Path folder) {
    this.track = track;
    this.folder = folder;
  }

  static Changelog engine() {
    return new Changelog("engine", null);
  }

  /** The operator's track, if the folder has one. */
  static Optional<Changelog> client(Path folder) {
    return Files.isRegularFile(folder.resolve("client.xml"))
        ? Optional.of(new Changelog("client", folder.toAbsolutePath()))
        : Optional.empty();
  }

  String track() {
    return track;
  }

  String root() {
    return directory() + track + ".xml";
  }

  String ledger() {
    return "databasechangelog_" + track;
  }

  String lockTable() {
    return "databasechangeloglock_" + track;
  }

  ResourceAccessor accessor() throws IOException {
    return folder == null
        ? new ClassLoaderResourceAccessor(Changelog.class.getClassLoader())
        : new DirectoryResourceAccessor(folder.resolve(".."));
  }

  private String directory() {
    return (folder == null ? "changelog" : folder.getFileName()) + "/";
  }

  /** Every change of the track with its checksum, in order. */
  List<Change> changes() {
    try {
      ResourceAccessor accessor = accessor();
      List<Change> changes = new ArrayList<>();
      for (ChangeSet set :
          ChangeLogParserFactory.getInstance()
              .getParser(root(), accessor)
              .parse(root(), new ChangeLogParameters(), accessor)
              .getChangeSets()) {
        changes.add(
            new Change(set.getId(), set.generateCheckSum(ChecksumVersion.latest()).toString()));
      }
      return changes;
    } catch (LiquibaseException | IOException e) {
      throw new MigrationFailed(track, e);
    }
  }

  /**
   * A hash over the files of the track, so that an unchanged one is known without reading it as a
   * changelog, which takes a second on a cold start.
   */
  String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] root = bytes(root());
      digest.update(root);
      Matcher includes = INCLUDE.matcher(new String(root, StandardCharsets.UTF_8));
      while (includes.find()) {
        digest.update(bytes(directory() + includes.group(1)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the changelog '" + root() + "' cannot be read", e);
    }
  }

  private byte[] bytes(String path) throws IOException {
    if (folder != null) {
      return Files.readAllBytes(folder.resolveSibling(path));
    }
    try (InputStream file = Changelog.class.getClassLoader().getResourceAsStream(path)) {
      if (file == null) {
        throw new IOException("'" + path + "' is not among the resources");
      }
      return file.readAllBytes();
    }
  }

  /** One change: its id, and a checksum of what it does. */
  record Change(String id, String checksum) {}
}
