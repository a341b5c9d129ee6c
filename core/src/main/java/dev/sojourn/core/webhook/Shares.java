package dev.sojourn.core.webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may be asked how often at once. Places go round, one to each endpoint in turn, so that nobody
 * is starved by one that has much; those that failed last get one each, and no more than half of
 * all places together, so that those that hang leave room for the others.
 *
 * @param each places of one endpoint
 * @param all places of all together
 */
public record Shares(int each, int all) {
  public Shares {
    if (each < 1 || all < 2) {
      throw new IllegalArgumentException("one endpoint has at least one place, and all have two");
    }
  }

  /**
   * An endpoint for which there may be something to deliver.
   *
   * @param underWay tries of it under way
   * @param suspect whether it failed last
   */
  public record Claimant(long id, int underWay, boolean suspect) {}

  /**
   * How many more each may have, none left out but those without any.
   *
   * @param claimants in the order in which they come
   * @param underWay tries of all endpoints under way
   * @param suspects those of endpoints that failed last
   */
  public Map<Long, Integer> of(List<Claimant> claimants, int underWay, int suspects) {
    var given = new LinkedHashMap<Long, Integer>();
    var free = all - underWay;
    var forSuspects = Math.min(free, all / 2 - suspects);
    for (var round = 0; round < each && free > 0; round++) {
      for (var one : claimants) {
        var has = one.underWay() + given.getOrDefault(one.id(), 0);
        var may = one.suspect() ? has < 1 && forSuspects > 0 : has < each;
        if (free > 0 && may) {
          given.merge(one.id(), 1, Integer::sum);
          free--;
          forSuspects -= one.suspect() ? 1 : 0;
        }
      }
    }
    return given;
  }
}
