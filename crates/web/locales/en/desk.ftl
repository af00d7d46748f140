# The official's desk: /desk.

## Signing in

desk-area = Desk
desk-sign-in-title = Staff sign-in
desk-sign-in-lead = Sign in with your staff account. Citizens sign in with Gosuslugi on the home page.
desk-sign-in-login = Sign-in name
desk-sign-in-password = Password
desk-sign-in-submit = Continue
desk-sign-in-wrong = The name or password is not right. Check your keyboard layout and Caps Lock and enter them again.
desk-sign-in-locked = { $minutes ->
    [one] After several failed attempts, sign-in is closed for another { $minutes } minute. Wait and try again.
   *[other] After several failed attempts, sign-in is closed for another { $minutes } minutes. Wait and try again.
}
desk-code-title = Second step of signing in
desk-code-lead = Enter the six digits from the app that creates one-time codes.
desk-code-label = Code from the app
desk-code-hint = The code changes every 30 seconds and is accepted once.
desk-code-submit = Sign in
desk-code-wrong = The code is not right. Wait for the next code in the app and enter it.
desk-code-used = This code has already been used. Wait for the next code in the app and enter it.
desk-code-again = Sign in under another name
desk-sign-out = Sign out
desk-signed-in-as = You are signed in: { $name }, { $post }

## Queue

desk-queue-title = Applications
desk-queue-lead = Closest deadlines first. { $authority }
desk-queue-caption = Applications in progress, by deadline
desk-queue-filter = Filter
desk-queue-all = All in progress
desk-queue-late = Overdue
desk-queue-mine = Mine
desk-queue-unassigned = Not taken by anyone
desk-queue-person = Needs a person
desk-queue-decided = Decided
desk-queue-service = Service
desk-queue-any = any
desk-queue-search = Number or surname
desk-queue-search-hint = The number or how it starts, or the start of the applicant’s surname; the filter does not apply to this
desk-queue-apply = Show
desk-queue-reset = Clear the filter
desk-queue-empty = There are no such applications.
desk-queue-next = Next
desk-queue-first = To the start
desk-column-number = Number
desk-column-service = Service
desk-column-applicant = Applicant
desk-column-due = Deadline
desk-column-waiting = What is next
desk-column-assignee = Assigned to
desk-column-state = State
desk-assignee-none = not assigned
desk-assignee-me = you

## Deadlines

desk-due-left = { $days ->
    [one] { $days } working day left
   *[other] { $days } working days left
}
desk-due-today = due today
desk-due-late = { $days ->
    [one] overdue by { $days } working day
   *[other] overdue by { $days } working days
}
desk-due-late-today = deadline passed today
desk-due-by = by { $date }
desk-due-none = the clock has not started
desk-due-paused = the clock is stopped
desk-due-done = finished { $date }
desk-late-why-procedure = The procedure “{ $procedure }” has taken too long: the norm is { $norm }.
desk-late-why-person = The machine stopped: { $reason }
desk-late-why-source = No answer: { $source }.

## What is next

desk-next-delivering = On its way to the authority’s system
desk-next-intake = Check and register
desk-next-machine = Being processed automatically
desk-next-answers = { $count ->
    [one] Waiting for { $count } interagency answer
   *[other] Waiting for { $count } interagency answers
}
desk-next-decide = Make a decision
desk-next-applicant = Waiting for the applicant
desk-next-payment = Waiting for payment
desk-next-suspended = Suspended
desk-next-sign = Sign the result
desk-next-hand-over = Waiting to be handed over or delivered
desk-next-originals = Waiting for originals to be shown
desk-next-line = Waiting its turn
desk-next-notify = Refusal being issued
desk-next-done = Nothing to do

## Application states

desk-state-submitted = Sent
desk-state-delivering = On its way
desk-state-delivered = Delivered
desk-state-registered = Registered
desk-state-not-accepted = Not accepted
desk-state-in-progress = In progress
desk-state-suspended = Suspended
desk-state-awaiting-applicant = Waiting for the applicant
desk-state-awaiting-payment = Waiting for payment
desk-state-decision-positive = Decided to provide
desk-state-decision-negative = Decided to refuse
desk-state-result-ready = Result ready
desk-state-completed = Finished
desk-state-withdrawn = Withdrawn by the applicant
desk-state-returned = Returned without being considered
desk-state-forwarded = Passed to another authority

## Case card

desk-card-title = Application { $number }
desk-card-back = To the list of applications
desk-card-sections = Sections of the card
desk-card-next = Next step
desk-card-why-person = Why a person is needed
desk-card-edition = Edition of the regulation
desk-card-variant = Variant
desk-card-variant-unknown = not determined yet
desk-card-filed = Sent
desk-card-registered = Registered
desk-card-due-how = How the deadline was worked out
desk-card-assignee = Assigned to
desk-card-duplicate = This applicant has another open application for the same service. Check whether it is a repeat; you cannot refuse because of a repeat. The other application:
desk-facts-title = Information
desk-facts-caption = What is known about the application, from where and since when
desk-facts-name = Information
desk-facts-value = Value
desk-facts-source = From
desk-facts-at = When
desk-facts-absent = the source answered that there is none
desk-facts-empty = not given
desk-facts-contested = the applicant disagrees
desk-facts-step-other = Obtained without asking the applicant
desk-source-applicant = Applicant
desk-source-identity = ESIA
desk-source-official = Official
desk-source-derived = Follows from other information
desk-source-experts = Expert assessment
desk-source-case = Clear from the application itself
desk-source-service = Result of another service
desk-documents-title = Documents
desk-documents-caption = Attached files
desk-documents-none = The applicant attached nothing.
desk-documents-name = File
desk-documents-fact = Which information it goes with
desk-documents-size = Size
desk-documents-download = Download
desk-criteria-title = Criteria and grounds
desk-criteria-lead = This is how the machine sees them from the information so far.
desk-criteria-caption = Criteria and grounds for the decision
desk-criteria-kind = What
desk-criteria-criterion = Wording
desk-criteria-star = A star marks the information that is enough for the conclusion.
desk-for-applicant = How the applicant will read it
desk-decision-file = Download the decision as a file for recalculation (JSON)
desk-finding-term = Time limit: { $term }. { $clause }.
desk-finding-term-open = The time limit still depends on information: { $facts }.
desk-finding-fee = Fee: { $fee }.
desk-finding-exempt = Concession: { $title }.
desk-finding-forward = There is a ground to pass this to another authority: { $title }. { $clause }.
desk-finding-return = There is a ground to return this without considering it: { $title }. { $clause }.
desk-finding-suspend = There is a ground to stop the clock: { $title }. { $clause }.
desk-finding-prolong = There is a ground to extend the deadline: { $title }. { $clause }.
desk-criteria-verdict = Answer
desk-criteria-facts = Information read
desk-criteria-clause = Rule
desk-verdict-yes = yes
desk-verdict-no = no
desk-verdict-unknown = not known yet
desk-verdict-person = decided by a person
desk-outcome-grant = By the criteria, the service should be provided.
desk-outcome-refuse = By the criteria, there are grounds for refusal: { $grounds }.
desk-outcome-unknown = The machine cannot decide yet, information is missing: { $facts }.
desk-outcome-person = The machine finds no grounds for refusal; only a person can see the rest.
desk-outcome-accept = The machine sees no grounds not to accept it.
desk-outcome-not-accept = The machine sees grounds not to accept it: { $grounds }.
desk-queries-title = Interagency requests
desk-queries-caption = Requests to other authorities
desk-queries-none = There are no requests for this application.
desk-queries-source = Who was asked
desk-queries-state = State
desk-queries-asked = Sent
desk-queries-answered = Answer
desk-queries-norm = Norm
desk-query-queued = being prepared
desk-query-sent = sent, waiting for an answer
desk-query-answered = answer received
desk-query-absent = answer received: no such information
desk-query-failed = the source cannot answer
desk-query-overdue = the time to answer has passed
desk-timeline-title = Procedures
desk-timeline-caption = Administrative procedures: norm and progress
desk-timeline-procedure = Procedure
desk-timeline-norm = Norm
desk-timeline-stage = Progress
desk-timeline-started = Started
desk-timeline-due = Should finish
desk-timeline-ended = Finished
desk-stage-pending = not started
desk-stage-started = in progress
desk-stage-paused = suspended
desk-stage-overdue = in progress, past the norm
desk-stage-ended = finished on time
desk-stage-ended-late = finished late
desk-stage-skipped = not needed in this variant
desk-journal-title = Log
desk-journal-caption = What has happened to the application
desk-journal-at = When
desk-journal-who = Who
desk-journal-what = What
desk-who-applicant = Applicant
desk-who-machine = Automatically
desk-who-system = System “{ $system }”
desk-who-official = Official

## Log events

desk-event-filed = Application sent
desk-event-delivery-delayed = The authority’s system is not responding yet; delivery is being repeated
desk-event-delivered = Delivered to the authority’s system
desk-event-registered = Registered
desk-event-not-accepted = Not accepted, grounds: { $grounds }
desk-event-procedure-started = Procedure “{ $procedure }” started
desk-event-procedure-ended = Procedure “{ $procedure }” finished
desk-event-procedure-skipped = Procedure “{ $procedure }” not needed
desk-event-learnt = Information received ({ $source }): { $facts }
desk-event-evidence-asked = Request sent: { $source }
desk-event-evidence-answered = Answer received: { $source }
desk-event-evidence-failed = No answer: { $source }
desk-event-person-called = Passed to a person. { $reason }
desk-event-suspended = Suspended
desk-event-applicant-asked = Applicant asked for information
desk-event-resumed = Resumed
desk-event-recounted = Deadlines worked out again: the working calendar has changed
desk-event-granted = Decided to provide the service
desk-event-refused = Decided to refuse, grounds: { $grounds }
desk-event-result-issued = Result signed and issued
desk-event-result-changed = State of the result changed
desk-event-original-seen = Original checked
desk-event-completed = Finished
desk-event-withdrawn = Withdrawn by the applicant
desk-event-prolonged = Deadline extended, ground: { $ground }
desk-event-given-back = Returned without being considered, ground: { $ground }
desk-event-forwarded = Passed to another authority: { $to }
desk-event-reopened = Being considered again
desk-event-assessed = Assessment sheet received
desk-event-assessing = The applicant is preparing for assessment
desk-assessing-chosen = The applicant has chosen how to be assessed: { $procedure }
desk-assessing-handed-in = The applicant has handed in materials for assessment: { $procedure }
desk-assessing-good = The materials can be assessed: { $procedure }
desk-assessing-bad = The materials cannot be assessed, the applicant has been told how to put them right: { $procedure }
desk-event-contested = The applicant contests information: { $fact }
desk-event-settled = Dispute about information settled: { $fact }
desk-event-declined = The applicant declined the service started without an application
desk-event-undone = Started by mistake and cancelled
desk-event-obligation-arose = To be done after the decision: { $what }
desk-event-obligation-done = Done after the decision: { $what }
desk-event-warned = Deadline coming up: { $what }
desk-event-escalated = Missed deadline shown to the manager: { $what }
desk-event-taken = Taken
desk-event-returned = Returned to the queue
desk-event-handed-over = Handed over to a colleague: { $name }
desk-event-noticed = Notification sent to the applicant
desk-event-timer-breached = Deadline passed: { $what }
desk-event-read = Personal data read. Ground: { $ground }
desk-recorded-message = Message written
desk-recorded-note = Staff note added
desk-recorded-task = Task set
desk-recorded-task-done = Task done
desk-recorded-opinion = Opinion requested
desk-recorded-opinion-given = Opinion received
desk-timer-case = the service as a whole
desk-timer-registration = registration

## Grounds for reading

desk-read-ground-mine = application { $number } being considered by the person it is assigned to
desk-read-ground-queue = application { $number } viewed by staff of the authority that provides the service
desk-read-ground-file = document for application { $number } viewed
desk-read-ground-sign = signing of the result of application { $number }

## Why a person is needed

desk-call-officials-procedure = By the regulation, the procedure “{ $procedure }” is carried out by an official.
desk-call-no-variant = No service variant fits the applicant.
desk-call-variant-unknown = The service variant depends on information that is missing: { $facts }.
desk-call-intake-unknown = There is not enough information to register: { $facts }.
desk-call-decision-unknown = There is not enough information to decide: { $facts }.
desk-call-decision-silent = There is not enough information to decide: { $facts }. No answer from: { $sources }.
desk-call-cannot-begin = The procedure “{ $procedure }” cannot start: its condition is not met.
desk-call-cannot-end = The procedure “{ $procedure }” cannot finish: its condition is not met.
desk-call-nothing-left = All the procedures are done but there is no decision.
desk-call-no-signer = No member of staff has been named to sign results.
desk-call-signature-refused = The electronic signature of the named member of staff is not valid now.
desk-call-result-incomplete = There is not enough information for the result: { $facts }.
desk-call-contested = The applicant contests information: { $facts }.
desk-call-experts-apart = The experts’ scores differ widely ({ $procedure }). Look at the sheets and end the procedure when you have worked it out.
desk-call-not-assessable = The applicant’s materials cannot be assessed and there are no more attempts ({ $procedure }). Help the applicant choose another way.
desk-call-contradiction = Authorities have given different answers: { $facts }. Find out what is right and enter the information.
desk-call-applicant = The applicant asks for a person to look at the case.
desk-call-official = A member of staff asks a colleague to look at the case.
desk-call-look = Look at the documents: only a person can see some of the grounds.
desk-read-ground-decision = Decision file for application { $number } downloaded
desk-fact-read = { $label }: { $value }
desk-fact-unknown = { $label }: not known yet

## Actions

desk-actions-title = Actions
desk-action-take = Take
desk-action-return = Return to the queue
desk-action-hand-over = Hand over to a colleague
desk-action-hand-over-to = To whom
desk-action-intake = Check whether to accept
desk-action-decide = Make a decision
desk-action-sign = Look at and sign the result
desk-action-take-first = Take the application so that you can make decisions on it.
desk-action-taken-by-other = Another member of staff has this application: { $name }.
desk-done-take = You have taken the application.
desk-done-return = The application is back in the queue.
desk-done-hand-over = The application has been handed over.
desk-done-register = The application is registered and the applicant notified.
desk-done-refuse-intake = The application is not accepted and the applicant is notified.
desk-done-grant = The decision is made.
desk-done-refuse = The refusal is issued and the applicant notified.
desk-done-sign = The result is signed and issued, and the applicant notified.

## Accepting

desk-intake-title = Accepting application { $number }
desk-intake-register = Register
desk-intake-refuse = Do not accept
desk-intake-grounds = Grounds not to accept
desk-intake-no-grounds = In this variant the regulation gives no grounds not to accept.

## Decision

desk-decide-title = Decision on application { $number }
desk-decide-machine = What the machine sees
desk-decide-choice = Your decision
desk-decide-grant = Provide the service
desk-decide-refuse = Refuse
desk-decide-grounds = Grounds for refusal
desk-decide-no-grounds = In this variant the regulation gives no grounds for refusal.
desk-decide-ground-clause = Rule: { $clause }
desk-decide-ground-say = The applicant will read: { $say }
desk-decide-ground-mend = What they will be able to do: { $mend }
desk-decide-ground-fires = Machine: the ground is there.
desk-decide-ground-clear = Machine: the ground is not there.
desk-decide-ground-unknown = Machine: not enough information.
desk-decide-ground-person = Only a person can see this: write what exactly you saw.
desk-decide-words = Explanation for the applicant
desk-decide-words-hint = Required if the ground is decided by a person. The applicant will see these words in the notification.
desk-decide-submit = Confirm the decision
desk-decide-cancel = Back to the card
desk-decide-result = The applicant will get
desk-problem-title = The decision has not been made
desk-problem-choice = Choose whether to provide the service or refuse.
desk-problem-ground = Mark at least one ground for refusal: you cannot refuse without a ground from the regulation.
desk-problem-ground-unknown = The ground { $ground } is not in the regulation for this variant. Mark a ground from the list.
desk-problem-words = Write an explanation: the ground you chose is decided by a person, and the applicant needs to know what you saw.
desk-problem-words-long = { $most ->
    [one] The explanation is too long. Leave no more than { $most } character.
   *[other] The explanation is too long. Leave no more than { $most } characters.
}
desk-problem-grant-against = You cannot provide the service: by the criteria there are grounds for refusal ({ $grounds }). Refuse on them or first contest the information they rest on.
desk-problem-grant-unknown = You cannot provide the service yet: information without which the regulation does not allow a decision is missing ({ $facts }). Wait for the authority to answer.

## Entering information

desk-learn-hint = The source did not report this. Enter what its answer on paper or by phone confirms: your name will stand next to the information.
desk-learn-submit = Enter the information
desk-learn-wrong = The information has not been entered
desk-learn-wrong-text = The value does not fit ({ $problem }). Go back to the decision and enter it in the form the register gives it.

## Signing

desk-sign-title = Result of application { $number }
desk-sign-lead = Check the result before signing. Once signed, it comes into force and the applicant gets it at once.
desk-sign-holds-caption = Information in the result
desk-sign-preview = Open the document before signing (PDF)
desk-sign-preview-note = The draft has no number or check code: they appear on signing.
desk-sign-submit = Sign and issue
desk-sign-signer = Signed by: { $name }, { $post }
desk-sign-not-signer = Only a member of staff with the right to sign can do this. Hand the application over to them.
desk-sign-refused = Signing failed: the key was not found, or the certificate has expired, was revoked or is in another name. Contact the signature administrator; the result has not been issued.
desk-sign-missing = The result cannot be issued: information that has to be in it is missing ({ $facts }).

## Errors

desk-changed-title = This changed while you were looking
desk-changed-text = Someone else, or the system itself, changed the application before you pressed the button. Your action was not carried out and nothing is lost.
desk-changed-open = Open the application again
desk-refused-title = This action is not possible now
desk-refused-taken = Another member of staff already has the application. Ask them to hand it over to you.
desk-refused-no-variant = You cannot register it: no service variant fits or there is not enough information to choose one.
desk-refused-role = Your role does not allow this. Hand the application over to a member of staff who has the right.
desk-refused-not-mine = Take the application first.
desk-refused-edition = The edition of the regulation used for this application is not loaded. Tell an administrator.

## Filter and saved views

desk-queue-waits = Waiting for
desk-queue-whose = Whose
desk-queue-due = Deadline
desk-queue-due-late = Overdue
desk-queue-due-today = Today
desk-queue-due-tomorrow = Tomorrow
desk-queue-due-week = In the next seven days
desk-queue-find = Find
desk-column-mark = Mark
desk-waits-delivery = delivery
desk-waits-intake = staff to accept it
desk-waits-machine = automatic processing
desk-waits-answers = answers from authorities
desk-waits-decide = a decision by staff
desk-waits-applicant = the applicant
desk-waits-payment = payment
desk-waits-suspension = the end of suspension
desk-waits-sign = signature
desk-waits-issue = the result to be issued
desk-views-title = Saved filters
desk-view-name = Name of the filter
desk-view-keep = Save the filter
desk-view-forget = Delete the filter “{ $name }”
desk-view-not-kept = The filter has not been saved
desk-view-most = { $most ->
    [one] A filter needs a name, and no more than { $most } filter is kept. Give it a name or delete a filter you do not need.
   *[other] A filter needs a name, and no more than { $most } filters are kept. Give it a name or delete a filter you do not need.
}
desk-told-back = Go back

## Day of the time limit

desk-day-of = day { $day } of { $of }
desk-stands-applicant = waiting for the applicant ({ $facts })
desk-stands-payment = waiting for payment
desk-stands = { $days ->
    [0] stopped since today: { $reason }
    [one] stopped for { $days } day: { $reason }
   *[other] stopped for { $days } days: { $reason }
}

## Calendar

desk-day-link = Today
desk-day-title = Day { $date }
desk-day-whose = Whose applications
desk-day-mine = Mine
desk-day-all = The whole authority
desk-day-days = Deadlines in the coming days
desk-day-count = { $count ->
    [0] no deadlines
    [one] { $count } deadline
   *[other] { $count } deadlines
}
desk-day-off = day off
desk-day-messages = Unread messages from applicants
desk-day-no-messages = All messages have been read.
desk-away-title = Absence
desk-away-lead = While you are away, no applications are assigned to you. Hand over the cases you already have to colleagues.
desk-away-span = from { $from } to { $until }
desk-away-from = First day
desk-away-until = Last day
desk-away-keep = Mark
desk-away-delete = Cancel
desk-away-wrong = The absence has not been marked
desk-away-wrong-text = Give the first and last day. The last day cannot be before the first or before today, and the whole absence cannot be longer than a year.

## Closed applications

desk-closed-title = Closed
desk-closed-lead = Applications that have been dealt with. Search by number, by the start of the surname or by the day they were closed.
desk-closed-from = Closed on or after
desk-closed-until = Closed on or before
desk-closed-at = Closed
desk-closed-empty = There are no such closed applications.

## Acting on many

desk-bulk-title = With those marked
desk-bulk-take = take
desk-bulk-return = return to the queue
desk-bulk-hand-over = hand over to a colleague
desk-bulk-ask = ask the applicant for information
desk-bulk-suspend = suspend
desk-bulk-go = Next
desk-bulk-take-title = { $count ->
    [one] Take { $count } application
   *[other] Take { $count } applications
}
desk-bulk-return-title = { $count ->
    [one] Return { $count } application to the queue
   *[other] Return { $count } applications to the queue
}
desk-bulk-hand-over-title = { $count ->
    [one] Hand over { $count } application to a colleague
   *[other] Hand over { $count } applications to a colleague
}
desk-bulk-ask-title = { $count ->
    [one] Ask for information on { $count } application
   *[other] Ask for information on { $count } applications
}
desk-bulk-suspend-title = { $count ->
    [one] Suspend { $count } application
   *[other] Suspend { $count } applications
}
desk-bulk-each = Each application follows its own rule. You will then see what was done and why the rest was not.
desk-bulk-fact = What to ask for
desk-bulk-fact-hint = Only what no authority has.
desk-bulk-ground = Ground from the regulation
desk-bulk-no-grounds = Your authority’s regulations give no grounds to stop the clock.
desk-bulk-reason = Reason
desk-bulk-reason-note = It will stay as a note on each application; the applicant will not see it.
desk-bulk-reason-applicant = Applicants will read these words in the notification; they will also stay as a note on each application.
desk-bulk-do = Do it
desk-bulk-nothing = Nothing is marked
desk-bulk-choose = { $most ->
    [one] Mark at least one application and choose an action. At one time, no more than { $most } application.
   *[other] Mark at least one application and choose an action. At one time, no more than { $most } applications.
}
desk-bulk-lacking = The action was not carried out
desk-bulk-lacking-text = Write the reason and choose from what the list offers.
desk-bulk-result = What was done
desk-bulk-summary = Done for { $good } of { $all }.
desk-bulk-outcome = Outcome
desk-bulk-is-done = Done
desk-bulk-not-done = Not done
desk-bulk-missing = Your authority has no such application.
desk-bulk-changed = The application changed while the action was being carried out. Open it and try again.
desk-bulk-unknown = Unknown application

## Messages, notes, tasks, opinions

desk-words-title = Messages and notes
desk-words-none = There are no messages or notes.
desk-words-note = staff note
desk-words-read = read { $moment }
desk-words-unread = not read yet
desk-words-write = Write
desk-words-to = To
desk-words-to-applicant = The applicant: they will be notified and can reply
desk-words-to-officials = Staff only: a staff note
desk-words-text = Text
desk-words-text-hint = Up to 4000 characters. Emails and text messages to the applicant will not hold the text, only a link to the application.
desk-words-file = File: PDF, JPEG or PNG
desk-words-send = Send
desk-file-not-taken = The file was not accepted
desk-tasks-title = Tasks and opinions
desk-tasks-none = There are no tasks or requested opinions.
desk-tasks-none-due = There are no tasks or opinions for today or tomorrow.
desk-task-opinion = Opinion
desk-task-task = Task
desk-task-opinion-long = Opinion of another authority or an expert
desk-task-task-long = Task for a member of staff
desk-task-new = Request an opinion or set a task
desk-task-kind = What is needed
desk-task-whom = From whom
desk-task-what = About what
desk-task-until = Deadline: last day
desk-task-give = Set
desk-task-asked = Requested by { $name } { $moment }
desk-task-late = deadline passed
desk-task-done-at = done { $moment }
desk-task-done-words = What was done
desk-task-done-keep = Done
desk-task-answer = Enter the opinion
desk-task-answer-words = What the answer was
desk-task-answer-keep = Enter
desk-task-lacks = The task has not been set
desk-task-lacks-text = Say who it is for, what it is about and by which day; the day cannot be in the past.

## History and printing

desk-history-link = Full history
desk-history-title = History of application { $number }
desk-history-back = To the card
desk-print-link = Print version
desk-print-now = Print
desk-printed = Printed { $moment }, { $name }

## Keys

desk-keys-title = Keys
desk-keys-move = next and previous row
desk-keys-open = open the application
desk-keys-mark = mark the row
desk-keys-search = search
desk-keys-next = next page
desk-keys-card = on the card: take, decide, print version
desk-keys-pages = applications, today, closed
desk-keys-help = this list
desk-keys-off = Do not use keys

## Actions besides the decision

desk-act-more = Other actions
desk-act-end = End the procedure
desk-act-assess = Enter an assessment sheet
desk-act-judge = Look at what was sent for assessment
desk-act-settle = Settle a dispute about information
desk-act-ask = Ask the applicant
desk-act-suspend = Suspend
desk-act-resume = Resume
desk-act-prolong = Extend the deadline
desk-act-give-back = Return without considering
desk-act-forward = Pass to another authority
desk-act-call = Call a colleague
desk-act-undo = Cancel what was started by mistake
desk-act-reopen = Reopen the case
desk-act-correct = Correct a mistake in the result
desk-act-originals = Mark originals shown
desk-act-fulfil = Mark what has been done
desk-act-recheck = Check the grounds again
desk-act-end-title = End the procedure: application { $number }
desk-act-end-lead = Enter what has been established. The next procedure will start and the applicant will be told.
desk-act-end-submit = End the procedure
desk-act-assess-title = Assessment sheet: application { $number }
desk-act-assess-lead = The sheet is signed with your name and stays in the case. It cannot be entered a second time.
desk-act-assess-submit = Enter the sheet
desk-act-sheet = Lines of the sheet
desk-act-line-most = From 0 to { $most } points, up to two decimal places.
desk-act-wrong-line = “{ $line }”: { $mend }
desk-act-judge-title = Sent for assessment: application { $number }
desk-act-judge-lead = If what was sent cannot be assessed, the applicant can send something else free of charge.
desk-act-judge-submit = Answer
desk-act-judge-choice = Can this be assessed
desk-act-judge-good = Yes, the experts can assess it
desk-act-judge-bad = No, something else needs to be sent
desk-act-capture = What the applicant sent
desk-act-settle-title = Dispute about information: application { $number }
desk-act-settle-lead = Until the dispute is settled, the machine decides nothing on this information. Check the information with whoever keeps it.
desk-act-settle-submit = Close the dispute
desk-act-settle-fact = Which information
desk-act-settle-said = The applicant writes: { $words }
desk-act-settle-differ = Authorities have given different answers.
desk-act-settle-choice = What has been established
desk-act-settle-keep = The information is right, keep it
desk-act-settle-replace = The information is wrong, replace it
desk-act-settle-value = The right value, if the information changes: { $label }
desk-act-ask-title = Ask the applicant: application { $number }
desk-act-ask-lead = You can ask once only, so mark everything that is missing. The clock is stopped until the applicant answers.
desk-act-ask-submit = Send the request and stop the clock
desk-act-ask-facts = What to ask about
desk-act-ask-wanted = You cannot decide without this.
desk-act-ask-known = Already given; a new answer will replace the earlier one.
desk-act-ask-held-title = What you cannot ask for and why
desk-act-ask-held = A public authority has this: { $keeper }.
desk-act-suspend-title = Suspend: application { $number }
desk-act-suspend-lead = The clock will stop and start again when the ground no longer applies or the time limit for suspension ends.
desk-act-suspend-submit = Suspend and notify
desk-act-until = What ends it: { $when }.
desk-act-limit = At the longest: { $term }.
desk-act-resume-title = Resume: application { $number }
desk-act-resume-lead = The clock will start again. The deadline will be later by as long as the clock was stopped.
desk-act-resume-submit = Resume and notify
desk-act-prolong-title = Extend the deadline: application { $number }
desk-act-prolong-lead = On one ground, the deadline can be extended once, before it has passed.
desk-act-prolong-submit = Extend and notify
desk-act-prolong-to = The whole time limit will be: { $term }.
desk-act-within = This has to be done within { $term } of the day the application was sent.
desk-act-give-back-title = Return without considering: application { $number }
desk-act-give-back-lead = This is not a refusal: the applicant can correct the application and send it again. The case will close.
desk-act-give-back-submit = Return and notify
desk-act-forward-title = Pass to another authority: application { $number }
desk-act-forward-lead = The application will go to the authority that has the right to consider it. The case here will close.
desk-act-forward-submit = Pass on and notify
desk-act-forward-to = To: { $whom }.
desk-act-call-title = Call a colleague: application { $number }
desk-act-call-lead = The case will go to a colleague or to the common queue, and the machine will not decide it by itself.
desk-act-call-submit = Hand over
desk-act-call-to = To whom
desk-act-call-queue = To the common queue
desk-act-undo-title = Cancel what was started by mistake: { $number }
desk-act-undo-lead = The service was started without an application because of a mistaken event. The person will not need to do anything.
desk-act-undo-submit = Cancel and notify
desk-act-reopen-title = Reopen the case: application { $number }
desk-act-reopen-lead = The earlier decision will stay in the case. The clock will start afresh.
desk-act-reopen-submit = Reopen and notify
desk-act-reopen-choice = On what ground
desk-act-reopen-complaint = Complaint upheld
desk-act-reopen-court = Court decision
desk-act-reopen-error = Mistake by the authority
desk-act-correct-title = Correct a mistake in the result: application { $number }
desk-act-correct-lead = The decision stays and the result will be made again.
desk-act-correct-submit = Correct and notify
desk-act-originals-title = Original documents: application { $number }
desk-act-originals-lead = The applicant promised to show these originals when collecting the result. Until they are shown, the result is not handed over.
desk-act-originals-submit = Record
desk-act-originals-facts = Mark what was shown, if it is in order
desk-act-fulfil-title = Mark what has been done: application { $number }
desk-act-fulfil-lead = Mark what has been done after the decision and attach evidence if there is any.
desk-act-fulfil-submit = Mark
desk-act-recheck-title = Check the grounds again: application { $number }
desk-act-recheck-lead = The sources will be asked again. The applicant will be told only if something changes.
desk-act-recheck-submit = Ask the sources
desk-act-owed = What
desk-act-ground = Ground from the regulation
desk-act-found = What has been established
desk-act-found-hint = Leave blank what is not known.
desk-act-file = Evidence (file)
desk-act-file-hint = PDF, JPG or PNG. Optional.
desk-act-words-sheet = What has been established, in words
desk-act-words-judge = What is wrong
desk-act-words-judge-hint = Required if it cannot be assessed. The applicant will see these words.
desk-act-words-unnamed = The applicant will read these words after the decision, without your name.
desk-act-words-originals = What is wrong with the rest
desk-act-words-originals-hint = Required if not everything is marked. It will stay in the case as the ground for not handing over the result.
desk-act-words-call = What needs looking at
desk-act-words-fulfil = What was done and when
desk-act-words-reason = Reason
desk-act-words-inside = Only staff can see this.
desk-act-words-told = Required. The applicant will see these words.
desk-act-preview = Look at the notification
desk-act-preview-title = This is how the applicant will read it
desk-act-preview-lead = Nothing has been sent yet. Check and send it, or change the words below.
desk-act-wrong-title = Not carried out
desk-act-wrong-value = The value does not fit: { $problem }
desk-act-lacks-ground = Choose a ground: this cannot be done without a ground from the regulation.
desk-act-lacks-facts = Mark at least one piece of information.
desk-act-lacks-choice = Choose one of the answers.
desk-act-lacks-fact = Choose which information this is about.
desk-act-lacks-obligation = Choose what has been done.
desk-act-lacks-words = Write it in words: the action cannot be carried out without this.
desk-act-lacks-value = Enter the right value: you chose to replace it.
desk-done-end = The procedure is finished.
desk-done-assess = The assessment sheet is entered.
desk-done-judge = The answer is recorded.
desk-done-originals = Recorded.
desk-done-settle = The dispute is closed and the applicant notified.
desk-done-ask = The request is sent and the clock stopped.
desk-done-suspend = The application is suspended and the applicant notified.
desk-done-resume = The application is resumed and the applicant notified.
desk-done-prolong = The deadline is extended and the applicant notified.
desk-done-give-back = The application is returned and the applicant notified.
desk-done-forward = The application is passed on and the applicant notified.
desk-done-call = A colleague has been called and the application handed over.
desk-done-undo = What was started is cancelled and the person notified.
desk-done-reopen = The case is reopened and the applicant notified.
desk-done-correct = The result is being made again and the applicant is notified.
desk-done-fulfil = Marked.
desk-done-recheck = The sources are being asked.

## What happened besides the usual course

desk-notes-title = What has happened in the case
desk-note-called = Why a person was called
desk-note-proactive = Started without an application
desk-note-paused = Suspended
desk-note-since = From { $moment }.
desk-note-until = Until { $moment }.
desk-note-limit = Until { $date } at the latest.
desk-note-went-ended = The ground no longer applies.
desk-note-went-limit = The time limit has passed; the case goes on with what is known.
desk-note-went-person = Resumed by a member of staff.
desk-note-asked = Request to the applicant
desk-note-answer-by = Waiting for an answer until { $date }.
desk-note-answered = The applicant answered.
desk-note-unanswered = The applicant did not answer.
desk-note-prolonged = Deadline extended
desk-note-returned = Returned without being considered
desk-note-forwarded = Passed to another authority
desk-note-reopened = Case reopened
desk-note-corrected = Result being corrected
desk-note-contest = Dispute about information: { $fact }
desk-note-contest-open = The dispute is not settled: the machine does not decide on this information.
desk-note-contest-upheld = The applicant is right, the information has been replaced.
desk-note-contest-kept = Checked: the information is right.
desk-note-assessing = How the assessment is going: { $what }
desk-note-consent = Consent to recording given { $moment }.
desk-note-captured = Sent { $moment }.
desk-note-capture-good = It can be assessed.
desk-note-capture-bad = It cannot be assessed, the applicant has been told why.
desk-note-original = Original promised: { $what }
desk-note-original-open = Not shown yet.
desk-note-original-shown = Shown and in order.
desk-note-original-wrong = Shown but not in order: the result has not been handed over.
desk-note-sheet = Assessment sheet
desk-note-owed = After the decision: { $what }
desk-note-owed-open = Not done yet.
desk-note-owed-overdue = Deadline passed, not done.
desk-note-owed-done = Done on time.
desk-note-owed-late = Done late.
desk-note-blocks = Until this is done, a new application is not accepted before { $date }.

## Late notifications

desk-late-title = Late notifications
desk-late-lead = A procedure has finished, but the applicant was told later than the law allows or has not been told yet.
desk-late-none = There are no late notifications among these cases.
desk-late-latest = Tell by
desk-late-told = Told
desk-late-not-told = not told yet
desk-late-next = Next cases
