package dev.sojourn.runtime.engine.hatchet;

import dev.sojourn.hatchet.HatchetClient;
import dev.sojourn.hatchet.HatchetException;
import dev.sojourn.hatchet.HatchetException.Kind;
import dev.sojourn.hatchet.NewEvent;
import dev.sojourn.runtime.outbox.Parcel;
import dev.sojourn.runtime.outbox.Recipient;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Hatchet what the outbox holds for it, many parcels in a call. While Hatchet is away nothing
 * is told, and the parcels stay where they are.
 */
final class Post implements Recipient {
  private static final Logger log = LoggerFactory.getLogger(Post.class);

  private final Context home;
  private final Predicate<String> registered;
  private final Gathered<Long, Boolean> live;
  private final Gathered<Ticket, Future<Void>> starts;
  private final Gathered<NewEvent, Future<Void>> wakes;
  private final Gathered<NewEvent, Future<Void>> passes;
  private final Gathered<String, Future<Void>> cancels;

  /**
   * The post to Hatchet.
   *
   * @param registered whether Hatchet knows the workflow of a task: a start of another would vanish
   * @param live those of some runs that there are
   */
  Post(
      Context home,
      HatchetClient client,
      Predicate<String> registered,
      Function<List<Long>, Future<Set<Long>>> live) {
    this.home = home;
    this.registered = registered;
    this.live =
        new Gathered<>(
            home, ids -> live.apply(ids).map(found -> ids.stream().map(found::contains).toList()));
    this.starts =
        together(runs -> client.runs().startAll(runs.stream().map(Ticket::start).toList()));
    this.wakes = together(events -> client.events().pushAll(events));
    this.passes = together(events -> client.events().pushAll(events));
    this.cancels = together(ids -> client.runs().cancel(ids));
  }

  @Override
  public Future<Void> take(Parcel parcel) {
    return switch (parcel.topic()) {
      case Parcel.RUN_STARTED -> start(Letters.ticket(parcel));
      case Parcel.RUN_WOKEN -> wakes.ask(Letters.event(parcel)).compose(told -> told);
      case Parcel.EVENT_PASSED ->
          passes
              .ask(Letters.passed(parcel))
              .compose(told -> told)
              .recover(failure -> unlessRefused(parcel, failure));
      case Parcel.RUN_CANCELLED ->
          cancels.ask(Letters.cancelled(parcel)).compose(told -> told).recover(Post::unlessGone);
      default ->
          Future.failedFuture(new IllegalStateException("parcel " + parcel.id() + " is no letter"));
    };
  }

  private Future<Void> start(Ticket ticket) {
    return registered.test(ticket.taskName())
        ? starts.ask(ticket).compose(told -> told)
        : live.ask(ticket.runId()).compose(isLive -> isLive ? notYet(ticket) : nothing());
  }

  private static Future<Void> notYet(Ticket ticket) {
    return Future.failedFuture(
        new IllegalStateException(
            "'" + ticket.taskName() + "' is not registered with Hatchet by this worker yet"));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }

  private <T> Gathered<T, Future<Void>> together(Function<List<T>, CompletionStage<?>> call) {
    return new Gathered<>(home, all -> told(call, all));
  }

  /** A call that is refused as a whole is made again for each alone. */
  private <T> Future<List<Future<Void>>> told(
      Function<List<T>, CompletionStage<?>> call, List<T> all) {
    return call(call, all)
        .map(done -> all.stream().map(one -> Future.<Void>succeededFuture()).toList())
        .recover(
            failure ->
                all.size() == 1 || isPassing(failure)
                    ? Future.failedFuture(failure)
                    : Future.succeededFuture(
                        all.stream().map(one -> call(call, List.of(one))).toList()));
  }

  private <T> Future<Void> call(Function<List<T>, CompletionStage<?>> call, List<T> all) {
    return Stages.future(call.apply(all), home).mapEmpty();
  }

  private static boolean isPassing(Throwable failure) {
    return !(failure instanceof HatchetException known) || known.kind().passes();
  }

  /** An event that Hatchet will never take must not hold up those after it. */
  private static Future<Void> unlessRefused(Parcel parcel, Throwable failure) {
    if (failure instanceof HatchetException known
        && (known.kind() == Kind.INVALID || known.kind() == Kind.TOO_LARGE)) {
      log.warn("an event was not passed on, outbox {}: {}", parcel.id(), known.getMessage());
      return nothing();
    }
    return Future.failedFuture(failure);
  }

  private static Future<Void> unlessGone(Throwable failure) {
    return failure instanceof HatchetException known && known.kind() == Kind.NOT_FOUND
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }
}
