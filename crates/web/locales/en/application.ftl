# The application: sign-in, form, check, sending.
sign-in-title = Sign in with Gosuslugi
sign-in-text = Your session has ended or you have not signed in yet. Sign in and we will take you back to where you were.
sign-in-denied = You could not be signed in
sign-in-denied-text = The sign-in was cancelled, has expired or was started in another browser. Nothing is lost.
sign-in-go = Sign in with Gosuslugi

start-title = Application
start-lead = Take your time filling it in.
start-save = Your draft is saved automatically, and you can come back to it from any device.
start-prefill = We will fill in what your Gosuslugi profile already says. You only need to check it.
start-check = We will show mistakes straight away and tell you how to fix them.
start-begun =
    { $count ->
        [one] You have already started an application.
       *[other] You have already started { $count } applications.
    }
start-fresh = Start a new one
start-kept = Your drafts are saved and will stay in your account.
start-back = Back to the service
draft-saved = Saved { $moment }
draft-continue = Continue
draft-delete = Delete the draft
draft-deleted = Draft deleted.
draft-restore = Bring it back

title-wrong = Error:
form-steps = Application steps
form-step = Step { $number } of { $total }
form-next = Next
form-back = Back
form-to-review = Check your application
form-save = Save
form-review = Check and send
form-saved = Saved { $moment }
form-kept = We keep the draft until { $date }. Each time you save, we keep it for longer.
form-moved = The form has been updated. We have carried your answers over; those that no longer fit are shown below.
form-copied = Answers copied from an earlier application. You need to give dates, consents and files again.
form-no-identity = Gosuslugi did not pass on some of your details, so some fields are empty. Please fill them in yourself.
form-unfit = These answers did not fit the new form
form-wrong =
    { $count ->
        [one] Correct { $count } answer
       *[other] Correct { $count } answers
    }
step-done = complete
step-wrong = has errors
step-open = not complete
wrong-mark = Error:
optional = (optional)
choose = Choose
why = Why we ask this
from-identity = From your Gosuslugi profile
from-register = From a state register
from-derived = Worked out from your answers
from-service = From the result of another of your services
record = { $one } { $number }
record-add = Add: { $one }
record-remove = Remove: { $one } { $number }
file-remove = Remove the file { $name }
hint-date = Day, month and year: 05.03.1990
hint-snils = 11 digits: 112-233-445 95
hint-cadastral = For example: 47:14:1203001:814
hint-phone = For example: +7 912 345-67-89
hint-email = For example: name@example.ru
hint-passport = Series and number: 10 digits
hint-upload = You can use { $kinds }, up to { $size }.
hint-ratio = Width to height of the picture: { $width } to { $height }.
js-unsaved = Not saved. We will try again
js-saving = Saving
js-sign-in = Not saved: your session has ended. Sign in again in another tab and we will save everything on the screen.
js-sign-in-link = Sign in in a new tab
js-uploading = The file is uploading
js-upload-failed = The file did not upload. Check your connection and choose it again.

file-empty = The file is empty.
file-empty-mend = Open it on your device, check that it has something in it, then choose it again.
file-too-large = The file is too large.
file-too-large-mend = Make it no larger than { $size }: take the picture at a lower quality or save it as { $kinds }.
file-kind = We do not accept files of this kind.
file-kind-mend = Save it as { $kinds } and attach it again.
file-mismatch = The contents of the file do not match its name.
file-mismatch-mend = It looks as if the file was renamed. Save it again in the right format, without changing the end of its name by hand.
file-broken = The file is damaged or did not fully upload.
file-broken-mend = Open it on your device: if it does not open, take the picture or scan again.
file-ratio = The picture has the wrong proportions.
file-ratio-mend = Crop the picture so that its width to height is { $width } to { $height }.
file-infected = The file contains malware, so we did not accept it.
file-infected-mend = Check your device with antivirus software and attach another file. Your other answers are not affected.
file-too-many = Too many files are attached to the application.
file-too-many-mend = Start a new application or put the documents together in one file.

review-title = Check your application
review-lead = You cannot change your answers after sending, but you can withdraw the application until a decision is made.
review-wrong =
    { $count ->
        [one] { $count } answer still to correct
       *[other] { $count } answers still to correct
    }
review-change = Change
review-duplicate = It looks as if you have already made this application
review-duplicate-text = It is still being considered. You can send a second one, but there is usually no need.
review-hidden = These answers will not be sent
review-hidden-text = You filled in these fields, but your other answers mean they are no longer needed.
review-declare = By pressing the button you confirm that your answers are correct. Your application will go to { $authority }.
review-originals = What you will show as an original instead of a copy
review-originals-hint = Tick this if you have the document. You then do not need to attach a copy, but you must show the original when you collect the result: without it the result will not be given to you.
review-file = Send the application
review-closed = You cannot send the application now: the service is closed. Your draft is saved, and you can read and download it.
review-back = Back to the form
copy-title = A copy for you
copy-pdf = Download as PDF
copy-json = Download for software (JSON)
copy-print = Print
draft-mark = Draft, not sent. Saved { $moment }.

accepted-title = Application received
accepted-number = Application number
accepted-at = Sent { $moment }
promised = Decision by { $date }
promised-soon = Decision no later than { $date }
promised-why = Where this date comes from
promised-before = The exact time starts from registration. If it is registered on the last possible day:
promised-unknown = We will tell you the decision date after registration.
accepted-next = What happens next
accepted-step-sent = Application sent
accepted-step-register = Registration
accepted-step-register-by = no later than { $date }
accepted-step-decide = Checks and decision
accepted-step-decide-text = We will ask other authorities ourselves.
accepted-step-result = Result
accepted-step-result-text = It will appear in your account.
accepted-email = Copies of notifications will go to { $address }.
accepted-no-email = Notifications will appear in your account.
accepted-choose = Get them by email or text message too
accepted-follow = Follow the application

# The case on the citizen's page: what is happening, asked, known and owed.
case-day = Day { $day } of { $of } working days
case-day-calendar = Day { $day } of { $of }
case-day-late = { $counted }, deadline passed
case-stands = { $days ->
    [0] the clock stopped today: { $reason }
    [one] the clock has been stopped for { $days } day: { $reason }
   *[other] the clock has been stopped for { $days } days: { $reason }
}
case-stands-applicant = waiting for your answer
case-stands-payment = waiting for payment
case-mend = What you can do: { $mend }
case-words = Note from the official: { $words }
case-paused-ends = We will carry on when this condition is met: { $when }.
case-originals = Bring the originals with you: the result will not be given out without them
case-original-wrong = { $item } was not suitable: { $why }
case-prolonged = Deadline extended
case-prolonged-until = You will have a decision by { $date }.
case-returned = The application was returned without being considered
case-forwarded = The application was passed to another authority
case-done-answered = Your answers have been sent and work on the application continues.
case-done-contested = We have recorded that you disagree. The information will be checked, and until then no automatic decision will rest on it.
case-done-called = We have called an official: a person will look at your case.
case-done-declined = You have declined the service and work on it has stopped.
case-done-reported = Report received.
asked-title-until = We need your answer by { $date }
asked-title-open = We need your answer
asked-once = You can send your answers once only. Leave blank anything you do not have: we will carry on with what we know. The clock is stopped until you answer.
asked-send = Send answers
asked-nothing = You have not answered anything yet.
asked-nothing-mend = Answer at least one question and send again.
known-title = What we know about you
known-lead = We got this information ourselves, without asking you.
known-absent = no such information
known-official = Entered by an official
known-experts = From the experts’ sheets
known-contested = you disagree, we are checking
known-contest = I disagree with this information
known-words = What is wrong and what it should be
known-send = Report a mistake
call-title = If you need a person
call-open = Call an official
call-text = An official will look at your case, and it will not be decided automatically.
call-words = What needs looking at
call-send = Call
decline-link = Decline the service
decline-title = Decline the service?
decline-text = We started this service ourselves, without an application from you. If you decline, work on it will stop; you can still make an ordinary application later.
decline-button = Yes, decline
decline-keep = Do not decline
owed-title = What to do after the decision
owed-open = to do
owed-overdue = deadline passed
owed-done = done
owed-done-late = done late
owed-done-at = Report received { $moment }.
owed-report = Report
owed-words = What was done and when
owed-send = Send the report

foreseen-title = If you send it now, the service will be refused
foreseen-early = Applications are not open yet
foreseen-opens = Applications open { $moment }.
foreseen-kept = Your draft is saved: when the time comes you only need to press “Send the application”.
foreseen-sure = I understand and want to send it now
