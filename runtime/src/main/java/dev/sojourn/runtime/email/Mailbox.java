package dev.sojourn.runtime.email;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The mails that the {@code log} provider has delivered into its directory. */
public final class Mailbox {
  static final String SUFFIX = ".eml";
  private static final Pattern SEND_ID = Pattern.compile("[0-9a-f-]{36}");

  private final Vertx vertx;
  private final Path directory;

  /** The mailbox in this directory, which need not exist yet. */
  public Mailbox(Vertx vertx, Path directory) {
    this.vertx = vertx;
    this.directory = directory;
  }

  /** Mails, newest first. */
  public Future<List<MailboxEntry>> list(int limit, int offset) {
    return vertx.executeBlocking(
        () -> {
          var entries = new ArrayList<MailboxEntry>();
          for (var name : names(limit, offset)) {
            read(name).ifPresent(entries::add);
          }
          return List.copyOf(entries);
        },
        false);
  }

  /** One mail, by the public id of its send. */
  public Future<Optional<MailboxEntry>> one(String sendId) {
    return SEND_ID.matcher(sendId).matches()
        ? vertx.executeBlocking(() -> read(sendId), false)
        : Future.succeededFuture(Optional.empty());
  }

  /** Public ids begin with their time, so their order is the order of the sends. */
  private List<String> names(int limit, int offset) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(name -> SEND_ID.matcher(name).matches())
          .sorted(Comparator.reverseOrder())
          .skip(offset)
          .limit(limit)
          .toList();
    }
  }

  private Optional<MailboxEntry> read(String sendId) throws IOException {
    try {
      return Optional.of(
          MailFile.read(sendId, Files.readString(directory.resolve(sendId + SUFFIX))));
    } catch (NoSuchFileException taken) {
      return Optional.empty();
    }
  }
}
