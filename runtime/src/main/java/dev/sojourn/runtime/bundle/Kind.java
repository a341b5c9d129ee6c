package dev.sojourn.runtime.bundle;

import java.util.Locale;

/** What a file of a bundle is. */
public enum Kind {
  JOURNEY,
  TEMPLATE;

  /** The spelling in the database and for people: {@code journey}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The path of the file that gives this id. */
  String path(String id) {
    return this == JOURNEY ? "journeys/" + id + ".groovy" : "templates/" + id + ".html";
  }
}
