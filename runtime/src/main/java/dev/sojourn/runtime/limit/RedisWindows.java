package dev.sojourn.runtime.limit;

import dev.sojourn.core.limit.Left;
import dev.sojourn.core.limit.Rate;
import dev.sojourn.core.limit.SlidingWindow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Counts in Redis, one hash of slices for each asker. What an asker asks while a call is under way
 * goes into its next one, so a flood costs a call for many. The time is the caller's, which all
 * processes share. Safe for all threads: its state lives on one context.
 */
final class RedisWindows implements Windows {
  private static final int MOST_AT_ONCE = 512;

  /**
   * Answers for each cost what remains, or -1 less what remains where it is refused; and last the
   * oldest slice that counts. Slices ahead of this time, of a process whose clock is, count too.
   */
  private static final String TAKE =
      """
      local key, now, most, slices = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local total, oldest, gone = 0, now, {}
      local all = redis.call('HGETALL', key)
      for i = 1, #all, 2 do
        local slice = tonumber(all[i])
        if slice < now - slices then
          gone[#gone + 1] = all[i]
        else
          total = total + tonumber(all[i + 1])
          if slice < oldest then oldest = slice end
        end
      end
      if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
      local answers, taken = {}, 0
      for i = 5, #ARGV do
        local cost = tonumber(ARGV[i])
        if total + cost <= most then
          total = total + cost
          taken = taken + cost
          answers[#answers + 1] = most - total
        else
          answers[#answers + 1] = -1 - (most - total)
        end
      end
      if taken > 0 then
        redis.call('HINCRBY', key, ARGV[1], taken)
        redis.call('PEXPIRE', key, ARGV[4])
      end
      answers[#answers + 1] = oldest
      return answers
      """;

  private final Vertx vertx;
  private final Context home;
  private final InstantSource clock;
  private final RedisLink link;
  private final Map<Asker, Line> lines = new HashMap<>();

  RedisWindows(Vertx vertx, InstantSource clock, RedisLink link) {
    this.vertx = vertx;
    this.home = vertx.getOrCreateContext();
    this.clock = clock;
    this.link = link;
  }

  private record Asker(Rate rate, long id) {}

  private record Asked(int cost, Promise<Left> left) {}

  @Override
  public Future<Left> ask(Rate rate, long asker, int cost) {
    Promise<Left> left = ((ContextInternal) vertx.getOrCreateContext()).promise();
    home.runOnContext(
        here ->
            lines.computeIfAbsent(new Asker(rate, asker), Line::new).join(new Asked(cost, left)));
    return left.future();
  }

  /** Whether Redis answers. */
  Future<Void> probe() {
    return atHome(() -> link.send(Request.cmd(Command.PING)).mapEmpty());
  }

  Future<Void> close() {
    return atHome(link::close);
  }

  private Future<Void> atHome(Supplier<Future<Void>> work) {
    Promise<Void> done = Promise.promise();
    home.runOnContext(here -> work.get().onComplete(done));
    return done.future();
  }

  /** What one asker asks, in order. */
  private final class Line {
    private final Asker asker;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private boolean busy;

    Line(Asker asker) {
      this.asker = asker;
    }

    void join(Asked asked) {
      waiting.add(asked);
      if (!busy) {
        next();
      }
    }

    private void next() {
      busy = true;
      List<Asked> together = new ArrayList<>();
      while (!waiting.isEmpty() && together.size() < MOST_AT_ONCE) {
        together.add(waiting.remove());
      }
      long now = clock.millis();
      link.send(request(now, together))
          .onComplete(
              (answer, failure) -> {
                if (failure == null) {
                  settle(together, answer, now);
                } else {
                  fail(together, failure);
                }
                goOn();
              });
    }

    private void goOn() {
      if (waiting.isEmpty()) {
        lines.remove(asker);
      } else {
        next();
      }
    }

    private Request request(long now, List<Asked> together) {
      Rate rate = asker.rate();
      Request request =
          Request.cmd(Command.EVAL)
              .arg(TAKE)
              .arg(1)
              .arg("sojourn:limit:" + rate.name() + ":" + asker.id())
              .arg(rate.slice(now))
              .arg(rate.most())
              .arg(SlidingWindow.SLICES)
              .arg(rate.window().toMillis() + 2 * rate.sliceMs());
      together.forEach(asked -> request.arg(asked.cost()));
      return request;
    }

    private void settle(List<Asked> together, Response answer, long now) {
      long oldest = answer.get(together.size()).toLong();
      for (int i = 0; i < together.size(); i++) {
        int said = answer.get(i).toInteger();
        boolean granted = said >= 0;
        int remaining = granted ? said : -1 - said;
        together.get(i).left().complete(asker.rate().left(granted, remaining, oldest, now));
      }
    }

    /** Who joined meanwhile is not made to wait for a second failure. */
    private void fail(List<Asked> together, Throwable failure) {
      together.forEach(asked -> asked.left().fail(failure));
      waiting.forEach(asked -> asked.left().fail(failure));
      waiting.clear();
    }
  }
}
