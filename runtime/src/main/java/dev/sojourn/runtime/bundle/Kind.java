package dev.sojourn.runtime.bundle;

import java.util.Locale;

/** What a file of a bundle is. */
public enum Kind {
  JOURNEY,
  TEMPLATE,
  SOURCE,
  /** {@code lists.groovy}, of which there is one at most. */
  LISTS;

  /** The id of the one file of lists. */
  static final String THE_LISTS = "lists";

  /** The spelling in the database and for people: {@code journey}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The path of the file that gives this id. */
  String path(String id) {
    return switch (this) {
      case JOURNEY -> "journeys/" + id + ".groovy";
      case TEMPLATE -> "templates/" + id + ".html";
      case SOURCE -> "sources/" + id + ".groovy";
      case LISTS -> id + ".groovy";
    };
  }
}
