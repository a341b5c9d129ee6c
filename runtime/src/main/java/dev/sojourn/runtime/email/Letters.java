package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.MailExtras;
import dev.sojourn.core.mail.MailHeader;
import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.core.render.InjectedProps;
import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.schedule.TimeZones;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.telemetry.LogKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns claimed sends into drafts: whom for, and the mail itself. */
final class Letters {
  private static final Logger log = LoggerFactory.getLogger(Letters.class);

  /** Another process may have published a template that this one has not heard of yet. */
  private static final Duration TEMPLATE_WAIT = Duration.ofSeconds(2);

  /** With the wait, longer than it takes to follow a set that nobody was told of. */
  private static final int TEMPLATE_CLAIMS = 40;

  private final Vertx vertx;
  private final Database database;
  private final Mailer.Rooms rooms;
  private final EmailSettings settings;

  Letters(Vertx vertx, Database database, Mailer.Rooms rooms, EmailSettings settings) {
    this.vertx = vertx;
    this.database = database;
    this.rooms = rooms;
    this.settings = settings;
  }

  /** A send with its request and the address it would go to. */
  private record Addressed(
      Claim claim, SendRequest request, @Nullable Contact contact, MailAddress to) {
    /** Whose preferences are asked, if any are. */
    @Nullable String asked() {
      return request.unchecked() ? null : to.email();
    }
  }

  /**
   * Drafts of all these sends, in no particular order; one that cannot be made keeps no other from
   * it. Rendering happens on a worker thread.
   */
  Future<List<Draft>> write(List<Claim> claims, Instant now) {
    var drafts = new ArrayList<Draft>(claims.size());
    var wanted = new ArrayList<Claim>(claims.size());
    for (var claim : claims) {
      if (claim.runEnded()) {
        drafts.add(new Draft.Unmade(null, Outcome.unknown(claim)));
      } else {
        wanted.add(claim);
      }
    }
    var owners = wanted.stream().map(Claim::contactId).filter(Objects::nonNull).distinct().toList();
    return rooms
        .contacts()
        .load(owners)
        .map(contacts -> addressed(wanted, contacts, drafts))
        .compose(letters -> rendered(letters, now))
        .map(
            written -> {
              drafts.addAll(written);
              return drafts;
            });
  }

  /** A mail of a newer format is left to a process that can read it, once the lease is over. */
  private void again(Claim claim, Buffer rendered, @Nullable Contact contact, List<Draft> drafts) {
    if (settings.test().blocks()) {
      drafts.add(new Draft.Unmade(claim.address(), Outcome.skipped(claim, "test_mode_blocked")));
      return;
    }
    try {
      var mail = redirected(MailBytes.unpack(rendered));
      drafts.add(Draft.Ready.again(claim, mail, SendRequest.read(claim), zone(contact)));
    } catch (RuntimeException unreadable) {
      log.error("{} {} is stored in a form unknown here", LogKey.SEND, claim.id(), unreadable);
    }
  }

  private List<Addressed> addressed(
      List<Claim> claims, Map<Long, Contact> contacts, List<Draft> drafts) {
    var letters = new ArrayList<Addressed>(claims.size());
    for (var claim : claims) {
      var contact = claim.contactId() == null ? null : contacts.get(claim.contactId());
      if (claim.rendered() != null) {
        again(claim, claim.rendered(), contact, drafts);
        continue;
      }
      try {
        addressed(claim, SendRequest.read(claim), contact, letters, drafts);
      } catch (RuntimeException broken) {
        drafts.add(broken(claim, null, "request_unreadable", broken));
      }
    }
    return letters;
  }

  private static void addressed(
      Claim claim,
      SendRequest request,
      @Nullable Contact contact,
      List<Addressed> letters,
      List<Draft> drafts) {
    var to = request.to() != null ? request.to() : contact == null ? null : contact.email();
    if (to == null) {
      drafts.add(
          new Draft.Unmade(
              null, Outcome.failed(claim, "no_address", "contact has no email address")));
      return;
    }
    try {
      letters.add(new Addressed(claim, request, contact, MailAddress.of(to)));
    } catch (IllegalArgumentException notAnAddress) {
      drafts.add(broken(claim, null, "bad_address", notAnAddress));
    }
  }

  private Future<List<Draft>> rendered(List<Addressed> letters, Instant now) {
    return letters.isEmpty()
        ? Future.succeededFuture(List.of())
        : vertx.executeBlocking(
            () -> letters.stream().map(letter -> draft(letter, now)).toList(), false);
  }

  private Draft draft(Addressed letter, Instant now) {
    var claim = letter.claim();
    if (settings.test().blocks()) {
      return new Draft.Unmade(letter.asked(), Outcome.skipped(claim, "test_mode_blocked"));
    }
    try {
      var template = rooms.templates().find(claim.template());
      return template.isPresent()
          ? made(letter, template.get(), now)
          : new Draft.Unmade(letter.asked(), withoutTemplate(claim, now));
    } catch (RuntimeException | StackOverflowError broken) {
      return broken(claim, letter.asked(), "render_failed", broken);
    }
  }

  private Draft made(Addressed letter, ActiveTemplate template, Instant now) {
    var links = links(letter, now);
    var rendered = template.template().render(props(letter, links));
    var content =
        letter.request().test()
            ? rendered
            : rooms
                .tracking()
                .mark(letter.claim().id(), template.template().frontMatter(), rendered);
    var from = template.template().frontMatter().from();
    var mail = redirected(mail(letter, content, from, links, now));
    return new Draft.Ready(
        letter.claim(),
        Draft.plain(letter.to().email()),
        mail,
        MailBytes.pack(mail),
        template.version(),
        letter.request().policy(),
        letter.request().unchecked(),
        zone(letter.contact()));
  }

  private OutgoingMail redirected(OutgoingMail mail) {
    var test = settings.test();
    return test.isRedirected(mail.to(), mail.subject())
        ? mail
        : mail.redirected(test.to(mail.to()), test.subject(mail.to(), mail.subject()));
  }

  /** Read at each claim, so that a mail that was held is judged by the clock of then. */
  private static ZoneId zone(@Nullable Contact contact) {
    return TimeZones.of(
        null, name -> contact == null ? null : contact.properties().get(name), null);
  }

  private static Outcome withoutTemplate(Claim claim, Instant now) {
    var error = String.valueOf(RenderFailed.noTemplate(claim.template()).getMessage());
    return claim.epoch() < TEMPLATE_CLAIMS
        ? Outcome.putOff(claim, "template_awaited", error, now.plus(TEMPLATE_WAIT))
        : Outcome.failed(claim, "unknown_template", error);
  }

  private static Draft broken(Claim claim, @Nullable String address, String reason, Throwable why) {
    var error = why.getMessage() == null ? why.toString() : why.getMessage();
    return new Draft.Unmade(address, Outcome.failed(claim, reason, error));
  }

  private OutgoingMail mail(
      Addressed letter,
      Rendered content,
      @Nullable String from,
      MailLinks.@Nullable Of links,
      Instant now) {
    var subject = letter.request().subject();
    var said = subject == null ? content : content.withSubject(subject);
    return new OutgoingMail(
        database.publicIds().face(letter.claim().id()),
        now,
        Objects.requireNonNullElse(
            letter.request().from(), Objects.requireNonNullElse(from, settings.from())),
        letter.to().email(),
        said.subject(),
        said.html(),
        said.text(),
        extras(links));
  }

  private static MailExtras extras(MailLinks.@Nullable Of links) {
    return links == null
        ? MailExtras.NONE
        : new MailExtras(
            null,
            links.headers().entrySet().stream()
                .map(header -> new MailHeader(header.getKey(), header.getValue()))
                .toList(),
            List.of(),
            List.of());
  }

  /** The links by which the mail's reader leaves; the address is the one that is looked up. */
  private MailLinks.@Nullable Of links(Addressed letter, Instant now) {
    var links = settings.links();
    var contact = letter.contact();
    return links == null || letter.request().unchecked()
        ? null
        : links.of(
            contact == null ? "" : contact.briefKey(),
            Draft.plain(letter.to().email()),
            letter.claim().category(),
            now);
  }

  private static Map<String, @Nullable Object> props(
      Addressed letter, MailLinks.@Nullable Of links) {
    var contact = letter.contact();
    var request = letter.request();
    return InjectedProps.of(
            contact == null ? Map.of() : contact.properties(),
            letter.to().email(),
            request.journeyName(),
            request.eventName())
        .with(links)
        .under(request.props());
  }
}
