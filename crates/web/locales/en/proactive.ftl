# Services without an application: what you are entitled to, why, consents in one place.
offers-title = You may be entitled to
offers-lead = State registers have reported an event, and because of it you may be entitled to a service. It is up to you.
offers-event = { $event }, reported by { $register }.
offers-event-day = Event of { $date }.
offers-why = How we worked this out
offers-why-source = Source: { $source }
offers-then = What happens if you agree
offers-until = You can answer until { $date }.
offers-accept-case = Yes, start the service
offers-accept-draft = Yes, open the application
offers-decline = Not now
offers-never = Do not offer again
offers-of = “{ $title }”
offers-done-declined = We have removed the offer. You can apply on any day.
offers-done-never = We will not offer this service again. You can change your mind on the “Consents” page.

notice-proposal = You may be entitled to a service
notice-proposal-text = State registers have reported an event, and because of it you may be entitled to a service. Nothing will start without your answer.
notice-proposal-reminder = We remind you once: the offer is still waiting for your answer. Nothing will start without it.
notice-proposal-until = You can answer until { $moment }.
notice-proposal-open = See the offer

consents-title = Consents
consents-lead = If you agree, a service will start by itself when state registers report that you are entitled to it. We will write to you straight away, and you can decline the service. Without consent we only make offers.
consents-text = Consent text { $version } in force since { $date }.
consents-all = All services
consents-all-text = Any service you can get without applying, now and later.
consents-group = The whole section “{ $title }”
consents-covered = Starts without an application
consents-not-covered = Only when you answer
consents-given = Consent given
consents-withdrawn = Consent withdrawn
consents-refused = You asked us not to offer it
consents-expired = Consent has expired
consents-give = I agree
consents-withdraw = Withdraw
consents-for = “{ $title }”
consents-words = What you are agreeing to
consents-history = What happened before
consents-said-given = Consent given { $moment }
consents-said-withdrawn = Consent withdrawn { $moment }
consents-said-refused = Asked not to be offered { $moment }
consents-said-text = Text { $version }: “{ $words }”
consents-said-proof = { $channel ->
    [portal] Through the portal
   *[other] { $channel }
  }, { $proof }
consents-done-given = Consent given. It is in force from this minute.
consents-done-withdrawn = Consent withdrawn. It stopped being in force straight away.

case-why-started = Why it was started: { $why }

desk-missed-title = Services without an application
desk-missed-lead = What became of register events over the year. No person is named.
desk-missed-started = Started without an application
desk-missed-offered = Offered
desk-missed-accepted = Agreed
desk-missed-declined = Declined
desk-missed-lapsed = Did not answer
desk-missed-missed = Entitled but not received
desk-missed-unknown = People not on the portal
