package dev.sojourn.runtime.email;

import java.util.List;

/** A part of a list of sends, and how long all of it is. */
public record SendPage(List<SendView> sends, long total) {
  public SendPage {
    sends = List.copyOf(sends);
  }
}
