package dev.sojourn.runtime.bundle;

import java.util.List;
import java.util.Locale;

/** What a file of a bundle is. */
public enum Kind {
  JOURNEY("journeys/", ".groovy"),
  TEMPLATE("templates/", ".html"),
  SOURCE("sources/", ".groovy"),
  PROVIDER("providers/", ".groovy"),
  DESTINATION("destinations/", ".groovy"),
  /** {@code lists.groovy}, of which there is one at most. */
  LISTS("", ".groovy");

  /** The id of the one file of lists. */
  static final String THE_LISTS = "lists";

  /** By whose files an operator speaks with somebody outside. */
  static final List<Kind> OUTSIDE = List.of(SOURCE, PROVIDER, DESTINATION);

  private final String folder;
  private final String ending;

  Kind(String folder, String ending) {
    this.folder = folder;
    this.ending = ending;
  }

  /** The spelling in the database and for people: {@code journey}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where its files lie below the bundle's directory, with a slash at the end. */
  String folder() {
    return folder;
  }

  /** The path of the file that gives this id. */
  String path(String id) {
    return folder + id + ending;
  }
}
