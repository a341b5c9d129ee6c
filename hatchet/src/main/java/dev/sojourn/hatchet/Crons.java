package dev.sojourn.hatchet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;

/** Crons that are set at run time, over REST. */
public final class Crons {
  private final Link link;
  private final Rest rest;

  Crons(Link link, Rest rest) {
    this.link = link;
    this.rest = rest;
  }

  /**
   * Sees to it that a workflow has exactly this cron of that name: one with the same expression and
   * input that is enabled is kept; otherwise the new one is made and the others go. May be
   * repeated.
   */
  public CompletionStage<Cron> put(NewCron wanted) {
    return list(wanted.workflow(), wanted.name())
        .thenCompose(
            found -> {
              var same = found.stream().filter(cron -> satisfies(cron, wanted)).findFirst();
              var kept =
                  same.<CompletionStage<Cron>>map(CompletableFuture::completedFuture)
                      .orElseGet(() -> replace(wanted, found));
              return kept.thenCompose(cron -> deleteOthers(wanted, found).thenApply(done -> cron));
            });
  }

  /** One with the same expression stands in the way of the new one and goes first. */
  private CompletionStage<Cron> replace(NewCron wanted, List<Cron> found) {
    var inTheWay =
        found.stream().filter(cron -> cron.expression().equals(wanted.expression())).findFirst();
    return inTheWay
        .map(cron -> delete(cron.id()).thenCompose(done -> create(wanted)))
        .orElseGet(() -> create(wanted));
  }

  /** Of one name and expression there is one: the kept one, or the one that is gone already. */
  private CompletionStage<Void> deleteOthers(NewCron wanted, List<Cron> found) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    for (var cron : found) {
      if (!cron.expression().equals(wanted.expression())) {
        done = done.thenCompose(before -> delete(cron.id()));
      }
    }
    return done;
  }

  private static boolean satisfies(Cron cron, NewCron wanted) {
    return cron.enabled()
        && cron.expression().equals(wanted.expression())
        && cron.input().asMap().equals(wanted.input().asMap());
  }

  /** Makes a cron; fails if there is one of that name and expression. */
  public CompletionStage<Cron> create(NewCron cron) {
    var path =
        RestPath.of(rest.tenant() + "/workflows")
            .child(link.config().namespace().apply(cron.workflow()))
            .child("crons");
    return rest.post(
            path,
            Map.of(
                "input", cron.input().asMap(),
                "additionalMetadata", cron.metadata(),
                "cronName", cron.name(),
                "cronExpression", cron.expression()))
        .thenApply(row -> Cron.of(row, link.config().namespace()));
  }

  /** The crons of a workflow with one name, which may have several expressions. */
  public CompletionStage<List<Cron>> list(String workflow, String name) {
    var namespace = link.config().namespace();
    var path =
        RestPath.of(rest.tenant() + "/workflows/crons")
            .with("limit", "1000")
            .with("workflowName", namespace.apply(workflow))
            .with("cronName", name);
    return rest.get(path)
        .thenApply(
            answer ->
                StreamSupport.stream(answer.path("rows").spliterator(), false)
                    .map(row -> Cron.of(row, namespace))
                    .filter(cron -> cron.name().equals(name))
                    .filter(
                        cron -> cron.workflow().equals(namespace.strip(namespace.apply(workflow))))
                    .toList());
  }

  /** Lets a cron tick no more, until {@link #enable}. */
  public CompletionStage<Void> disable(String cronId) {
    return rest.patch(path(cronId), Map.of("enabled", false));
  }

  /** Lets a cron tick again. */
  public CompletionStage<Void> enable(String cronId) {
    return rest.patch(path(cronId), Map.of("enabled", true));
  }

  /** Takes a cron away. */
  public CompletionStage<Void> delete(String cronId) {
    return rest.delete(path(cronId));
  }

  private RestPath path(String cronId) {
    return RestPath.of(rest.tenant() + "/workflows/crons").child(cronId);
  }
}
