package dev.sojourn.runtime.bundle;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a bundle as they were at one moment.
 *
 * @param journeys the text of {@code journeys/*.groovy} by id
 * @param templates the text of {@code templates/**} by path below {@code templates/}
 * @param outside the text of {@code sources/*.groovy}, {@code providers/*.groovy} and {@code
 *     destinations/*.groovy} by id
 * @param lists the text of {@code lists.groovy}, or null if there is none
 * @param unreadable what is wrong with files that are no text, by path below the bundle
 */
record BundleFiles(
    Map<String, String> journeys,
    Map<String, String> templates,
    Map<Kind, Map<String, String>> outside,
    @Nullable String lists,
    Map<String, String> unreadable) {
  private static final String GROOVY = ".groovy";

  BundleFiles {
    journeys = Map.copyOf(journeys);
    templates = Map.copyOf(templates);
    outside = Map.copyOf(outside);
    unreadable = Map.copyOf(unreadable);
  }

  /** Reads the directory; fails if it is not there, since that is no wish to remove everything. */
  static BundleFiles read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(
          directory.toString(), null, "the bundle's directory does not exist");
    }
    var templates = new TreeMap<String, String>();
    var unreadable = new TreeMap<String, String>();
    var journeys = scripts(directory, Kind.JOURNEY.folder(), unreadable);
    var outside = new EnumMap<Kind, Map<String, String>>(Kind.class);
    for (var kind : Kind.OUTSIDE) {
      outside.put(kind, scripts(directory, kind.folder(), unreadable));
    }
    for (var path : files(directory.resolve("templates"), Integer.MAX_VALUE)) {
      if (path.endsWith(".html") || path.endsWith(".txt")) {
        read(directory, "templates/" + path, path, templates, unreadable);
      }
    }
    var lists = new TreeMap<String, String>();
    var path = Kind.LISTS.path(Kind.THE_LISTS);
    if (Files.isRegularFile(directory.resolve(path))) {
      read(directory, path, Kind.THE_LISTS, lists, unreadable);
    }
    return new BundleFiles(journeys, templates, outside, lists.get(Kind.THE_LISTS), unreadable);
  }

  /** The scripts that stand in a folder, by id. */
  private static Map<String, String> scripts(
      Path directory, String folder, Map<String, String> unreadable) throws IOException {
    var scripts = new TreeMap<String, String>();
    for (var path : files(directory.resolve(folder), 1)) {
      if (path.endsWith(GROOVY)) {
        var id = path.substring(0, path.length() - GROOVY.length());
        read(directory, folder + path, id, scripts, unreadable);
      }
    }
    return scripts;
  }

  private static void read(
      Path directory,
      String path,
      String name,
      Map<String, String> into,
      Map<String, String> unreadable)
      throws IOException {
    try {
      var text = Files.readString(directory.resolve(path));
      if (text.indexOf('\0') >= 0) {
        unreadable.put(path, path + ":1: holds a zero character; a script is plain text");
      } else {
        into.put(name, text);
      }
    } catch (CharacterCodingException e) {
      unreadable.put(path, path + ":1: is not UTF-8 text");
    } catch (NoSuchFileException e) {
      // Gone since it was listed: the same as if it had gone a moment earlier.
      into.remove(name);
    }
  }

  /** Paths below the directory with '/'; none if it is not there. Hidden files do not count. */
  private static List<String> files(Path directory, int depth) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var found = Files.walk(directory, depth, FileVisitOption.FOLLOW_LINKS)) {
      return found
          .filter(Files::isRegularFile)
          .map(directory::relativize)
          .filter(BundleFiles::isShown)
          .map(path -> path.toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static boolean isShown(Path path) {
    for (var name : path) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
