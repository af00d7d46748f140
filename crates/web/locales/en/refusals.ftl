# Refusals by the rules: what is wrong and what you can do. Keys: domain/src/refusal.rs.
refusal-wrong-state = This cannot be done while the case is in its present state.
refusal-wrong-state-mend = Refresh the page to see what is happening with the case and what you can do.
refusal-not-found = There is no such thing.
refusal-not-found-mend = Check the address.
refusal-sign-in-needed = You need to sign in.
refusal-sign-in-needed-mend = Sign in and try again.
refusal-assurance-too-low = Your account is below the level needed.
refusal-assurance-too-low-mend = Prove your identity at a bank, an ESIA desk or a service centre and sign in again.
refusal-not-an-applicant = You cannot get this service with this account.
refusal-not-an-applicant-mend = Choose in your account settings who you are acting for.
refusal-not-allowed = You do not have the right to do this.
refusal-not-allowed-mend = Contact the person who assigns roles, or choose another action.
refusal-taken-by-another = Another member of staff is already working on the case.
refusal-taken-by-another-mend = Choose another case or ask for this one to be handed over to you.
refusal-take-first = Take the case first.
refusal-take-first-mend = Press “Take” on the case card and try again.
refusal-already-done = This has already been done.
refusal-already-done-mend = Refresh the page to see how things stand.
refusal-ground-needed = To refuse, you need at least one ground from the regulation.
refusal-ground-needed-mend = Mark a ground and try again.
refusal-unknown-ground = The regulation has no such ground for this service variant.
refusal-unknown-ground-mend = Choose a ground from the list.
refusal-not-established = There is not enough information yet for this decision.
refusal-not-established-mend = Wait for answers to the requests or enter the missing information.
refusal-clause-needed = You need to name the article or clause of the act.
refusal-clause-needed-mend = Choose the act, enter the article, part or clause and try again.
refusal-nothing-changed = The new value is the same as the old one: there is nothing to correct.
refusal-nothing-changed-mend = Enter the correct value and try again.
refusal-unknown-authority = There is no such authority in the region.
refusal-unknown-authority-mend = Choose an authority from the list and try again.
refusal-reason-needed = You need to give the reason in words.
refusal-reason-needed-mend = Describe the reason and try again.
refusal-no-variant = No service variant clearly fits.
refusal-no-variant-mend = Check the answers that the service variant depends on.
refusal-unknown-fact = The regulation has no such information, or you are not the one who can give it.
refusal-unknown-fact-mend = Choose information from the case card.
refusal-unknown-source = This source has not been asked.
refusal-unknown-source-mend = Send a request first.
refusal-procedure-not-running = This procedure is not in progress now.
refusal-procedure-not-running-mend = Refresh the page to see which procedure is in progress.
refusal-procedure-ends-otherwise = This procedure ends by itself: with a decision or an event.
refusal-procedure-ends-otherwise-mend = Make the decision or wait for the event.
refusal-procedure-not-ready = It is too early to end the procedure: the conditions for ending it are not met.
refusal-procedure-not-ready-mend = Wait for answers to the requests or enter what is missing.
refusal-not-declarable = You cannot promise to show this document later.
refusal-not-declarable-mend = Attach a copy of it to the application.
refusal-originals-owed = The result is given out once all the originals the applicant declared have been looked at.
refusal-originals-owed-mend = The applicant shows the originals where the service is provided: the case says which ones. An official marks each one or writes on the case card what is wrong with it.
refusal-signature-needed = The result cannot be issued without the signature of an authorised official.
refusal-signature-needed-mend = Pass the result for signing to someone entitled to sign the authority’s decisions.
refusal-paper-not-allowed = You cannot ask for paper here.
refusal-paper-not-allowed-mend = A paper document can only be asked for under a direct rule of federal law.
refusal-no-calendar = There is no working calendar for the year needed yet.
refusal-no-calendar-mend = An administrator needs to load the calendar; after that you will be able to do this.
refusal-not-due = The deadline has not passed yet.
refusal-not-due-mend = Wait until the deadline.
refusal-suspension-unbounded = You cannot suspend on this ground: the regulation does not say what ends the suspension or how long it lasts.
refusal-suspension-unbounded-mend = Choose another ground or complete the regulation.
refusal-held-by-authority = A public authority holds this information, so the applicant must not be asked for it.
refusal-held-by-authority-mend = Request the information from the source named in the regulation.
refusal-asked-already = The applicant has already been asked for information. The regulation does not allow asking a second time.
refusal-asked-already-mend = Decide on what is known.
refusal-no-extra-data = The regulation does not allow asking the applicant for extra information for this service.
refusal-no-extra-data-mend = Decide on what is known.
refusal-term-passed = The deadline for the service has already passed and cannot be extended.
refusal-term-passed-mend = Finish the case as soon as you can.
refusal-not-proactive = This service was started by an application.
refusal-not-proactive-mend = To stop work on it, withdraw the application.
refusal-unknown-obligation = This does not need to be done for this case.
refusal-unknown-obligation-mend = Refresh the page to see what still needs to be done.
refusal-owes = Something is still undone on an earlier case, and you cannot make a new application without it.
refusal-owes-mend = Open the earlier case in your account and do what it says.
refusal-notice-incomplete = { $detail ->
    [due] The notification has no deadline.
    [reasons] The notification does not give the reasons for refusal with their grounds.
    [results] The notification does not name the result.
    [next] The notification does not say what happens next.
    [title] The notification does not say what it is about.
    [to] The notification does not name the authority the application is passed to.
    [number] The notification has no application number.
    [service] The notification does not name the service.
   *[other] The notification lacks a required part.
}
refusal-notice-incomplete-mend = Fill in what is missing and try again.
refusal-draft-sent = This application has already been sent and cannot be changed.
refusal-draft-sent-mend = Open the application in your account. You can start a new one based on it.
refusal-draft-outdated = The draft was started on an earlier edition of the form.
refusal-draft-outdated-mend = Open the draft: we will carry your answers into the new form and show what no longer fits.
refusal-service-closed = You cannot apply for this service now: it is not published or not in force yet.
refusal-service-closed-mend = Your draft will stay in your account. Come back later or contact the authority that provides the service.
refusal-too-large = What you sent is more than we can accept.
refusal-too-large-mend = Shorten the texts or make the files smaller and try again.
refusal-must-be-kept = This cannot be deleted now: the law requires it to be kept for longer.
refusal-must-be-kept-mend = Wait until the storage period ends.
refusal-never-deleted = Entries in the register of results are never deleted.
refusal-never-deleted-mend = You can suspend or annul an entry, giving the ground.
refusal-edition-unknown = The edition of the regulation used for this case is not loaded.
refusal-edition-unknown-mend = Give the case number to an administrator.
refusal-line-closed = Applications to this queue are not accepted on this day.
refusal-line-closed-mend = The days for applying are given in the service description.
refusal-not-in-line = The application is not in this queue, or nothing is on offer to it now.
refusal-not-in-line-mend = Refresh the page to see how things stand.
refusal-offer-over = The time to answer the offer has passed and it has gone to the next person.
refusal-offer-over-mend = You stay in the queue: when new places come up, we will make another offer.
refusal-limit-reached = One applicant cannot make this many applications.
refusal-limit-reached-mend = Withdraw one of your earlier applications or change your choice.
refusal-sheet-incomplete = Not every line of the assessment sheet is filled in.
refusal-sheet-incomplete-mend = Assess every line of the sheet and send it again.
refusal-score-out-of-bounds = A score on the assessment sheet is outside the limits.
refusal-score-out-of-bounds-mend = Give a score from zero to the maximum for the line, with no more than two decimal places.
refusal-unknown-assessment = There is no such assessment on this case now.
refusal-unknown-assessment-mend = Refresh the page to see what still needs to be done.
refusal-method-not-offered = Assessment for this service is not done this way.
refusal-method-not-offered-mend = Choose one of the ways the page offers.
refusal-time-needed = You have not said what time suits you.
refusal-time-needed-mend = Write a day and time that suit you.
refusal-consent-needed = Video cannot be recorded without your consent.
refusal-consent-needed-mend = Tick the consent box or choose a way without recording.
refusal-choose-method-first = First you need to choose how the assessment will be done.
refusal-choose-method-first-mend = Choose a recording, a declaration or instruments, and hand in the materials.
refusal-nothing-handed-in = The applicant has not handed in any materials to assess yet.
refusal-nothing-handed-in-mend = Wait for the materials or discuss another way with the applicant.

refusal-duty-split = One person cannot do both parts of this work
refusal-duty-split-mend = Hand the case over to another member of staff: anyone who assessed it as an expert, or made the decision complained about, does not decide the case.
refusal-slot-gone = You cannot book this time: it has passed or there is no reception then.
refusal-slot-gone-mend = Choose another time.
refusal-slot-taken = Someone has just taken this time.
refusal-slot-taken-mend = Choose another time.
refusal-slot-electronic = This slot is kept for online booking.
refusal-slot-electronic-mend = Choose a slot not marked “online” or suggest booking through the portal.
refusal-too-many-appointments = You already have as many appointments as you can have at one time.
refusal-too-many-appointments-mend = Cancel or move one of them under “Appointments”.
refusal-slot-of-case = This time is booked through an application: you can only change the day or cancel through the application.
refusal-slot-of-case-mend = Choose another time on the same day. To give up the time, withdraw the application.
refusal-time-not-needed = From the answers in the application, you do not need to choose this time.
refusal-time-not-needed-mend = Go back to the application.
refusal-appointment-begun = The appointment time has already come, so the booking cannot be changed.
refusal-appointment-begun-mend = Book another time.
refusal-part-closed = You cannot do this with this part of the application now: { $detail ->
    [invited] the invitation has not been opened yet.
    [opened] it is still being filled in.
    [done] it is signed.
    [refused] the person invited has declined.
    [withdrawn] the invitation has been withdrawn.
    [lapsed] the invitation has expired.
   *[filed] the application has already been sent.
}
refusal-part-closed-mend = Refresh the page to see what you can do. If the invitation expired or was declined, you can invite again.
refusal-awaits-part = The application cannot be sent: “{ $detail }” has not signed their part yet.
refusal-awaits-part-mend = The check page shows how long we will wait for them. Invite them, remind them or withdraw the invitation.
refusal-reminded-today = A reminder was already sent less than a day ago.
refusal-reminded-today-mend = Send a reminder tomorrow.
refusal-nobody-to-invite = You have not said who to invite: “{ $detail }”.
refusal-nobody-to-invite-mend = Give this person’s SNILS in the application. You cannot invite yourself.
refusal-qualified-needed = This part has to be signed with a qualified electronic signature. The portal does not have this kind of signature yet.
refusal-qualified-needed-mend = Apply in person at the authority or at a service centre.
