package dev.sojourn.runtime.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose processes the server's are. PostgreSQL refuses to run as root; root therefore hands it to
 * the uid that owns nothing, and gives it its directories.
 */
final class ServerAccount {
  private static final int NOBODY = 65534;

  private final boolean fromRoot;
  private final boolean hasSetpriv;
  private final boolean hasSetsid;

  private ServerAccount(boolean fromRoot, boolean hasSetpriv, boolean hasSetsid) {
    this.fromRoot = fromRoot;
    this.hasSetpriv = hasSetpriv;
    this.hasSetsid = hasSetsid;
  }

  /** The account for the user of this process. */
  static ServerAccount current() {
    boolean root = ownUid() == 0;
    boolean setpriv = isOnPath("setpriv");
    if (root && !setpriv) {
      throw new EmbeddedFailed(
          "PostgreSQL does not run as root, and 'setpriv' (package util-linux), which would change"
              + " the user, is missing; install it, run as another user, or set DATABASE_URL");
    }
    return new ServerAccount(root, setpriv, isOnPath("setsid"));
  }

  /** The command, run by this account. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (fromRoot) {
      whole.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
      whole.addAll(List.of("--clear-groups", "--no-new-privs", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  /**
   * The command, run by this account so that it gets SIGINT, which is a fast shutdown, when the
   * thread that starts it ends, and so that Ctrl-C at the terminal does not reach it.
   */
  List<String> daemon(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (hasSetsid) {
      whole.add("setsid");
    }
    if (hasSetpriv) {
      whole.add("setpriv");
      if (fromRoot) {
        whole.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
      }
      whole.addAll(List.of("--no-new-privs", "--pdeathsig", "INT", "--"));
    }
    whole.addAll(command);
    return whole;
  }

  /** Whether the account can reach what lies in the directory. */
  boolean canEnter(Path directory) {
    return !fromRoot || Commands.succeeds(command(List.of("test", "-x", directory.toString())));
  }

  /** Makes the account the owner of everything under the directory. */
  void own(Path directory) throws IOException {
    if (!fromRoot) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            return owned(file);
          }

          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes)
              throws IOException {
            return owned(at);
          }
        });
  }

  private static FileVisitResult owned(Path file) throws IOException {
    Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(file, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
    return FileVisitResult.CONTINUE;
  }

  /** The uid this process has effect with; -1 where there is no such thing. */
  static int ownUid() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("Uid:"))
          .map(line -> Integer.valueOf(line.split("\\s+", -1)[2]))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  /** The uid of a file's owner; -1 where there is no such thing. */
  static int uidOf(Path file) {
    try {
      return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return -1;
    }
  }

  /** The uid of the account. */
  int uid() {
    return fromRoot ? NOBODY : ownUid();
  }

  private static boolean isOnPath(String program) {
    return Commands.succeeds(List.of("sh", "-c", "command -v " + program));
  }
}
