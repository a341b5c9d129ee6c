package dev.sojourn.runtime.email;

import java.util.List;

/**
 * A part of a list of sends, and how long all of it is.
 *
 * @param total exact below {@link dev.sojourn.runtime.database.Search#COUNTED}; that one means as
 *     many or more
 * @param hasMore whether others follow
 */
public record SendPage(List<SendView> sends, long total, boolean hasMore) {
  public SendPage {
    sends = List.copyOf(sends);
  }
}
