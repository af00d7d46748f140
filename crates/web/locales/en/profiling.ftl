# The questionnaire before applying: questions, what an answer changes, the outcome.
profiling-link = Find out what applies to you
profiling-title = What you need in your case
profiling-lead = Answer a few questions: we only ask what affects the outcome. You are not applying yet.
profiling-number = Question { $number }
profiling-leads = What your answer will change
profiling-skip = I do not know
profiling-missing = There is no answer.
profiling-missing-mend = Choose or enter an answer. If you do not know, press “I do not know”.
profiling-answered = Your answers
profiling-change = Change
profiling-answer = Answer
profiling-unsure = I do not know
profiling-known =
    { $count ->
        [one] Already known, so we do not ask: { $count } item
       *[other] Already known, so we do not ask: { $count } items
    }
profiling-kept = Your answers are kept on this page only. If you close it, they will be gone.
profiling-none = No variant of the service fits
profiling-open = One of these variants will fit
profiling-possible = Which one depends on things we do not know yet:
profiling-clear = Your answers show no reason for refusal.
profiling-paper-maybe = May be needed.
profiling-term-open = How long it takes depends on the variant
profiling-term-maybe = This may change depending on what is not known yet.
profiling-unknown = not known yet
profiling-no-grounds = From your answers there are no reasons for refusal.
profiling-open-grounds = Not ruled out yet:
profiling-further = Check whether you may be refused
profiling-because = Why this is so
profiling-you-said = you answered
profiling-said = { $source }, { $moment }
profiling-otherwise = What if you answer differently
profiling-apply = Apply with these answers
profiling-apply-lead = You will need to sign in with Gosuslugi. We will carry your answers into the application, so you do not have to repeat them.
profiling-lead-either = This leaves a choice: { $which }
profiling-lead-more = One more question will be needed to find the variant
profiling-lead-fee = The cost will become clear later
profiling-lead-intake = Whether the application will be accepted will become clear later
profiling-lead-decision = The decision will become clear later
profiling-fee = To pay: { $amount }
profiling-accept = The application will be accepted
profiling-return = The application will be returned
profiling-forward = The application will be passed to another authority
profiling-refuse-intake = The application will not be accepted
profiling-grant = The service will be provided
profiling-refuse = The service will be refused
profiling-person = An official will decide
start-carried =
    { $count ->
        [one] We will carry { $count } of your questionnaire answers into the application.
       *[other] We will carry { $count } of your questionnaire answers into the application.
    }
