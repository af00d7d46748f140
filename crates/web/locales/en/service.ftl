# The service page: conditions, fees, people, places, appointments, what comes after.
condition-is = { $label }: { $value }
condition-or = { " or " }
condition-depends = from the answers “{ $labels }”
condition-facts = from the application details
when = When: { $when }.
since = From { $date }.
term-between = From { $least } to { $most }
variants-choose =
    { $count ->
        [one] Your case: { $count } service variant
       *[other] Your case: { $count } service variants
    }
variants-show = Show

fee-duty = State fee.
fee-payment = Payment as calculated.
fee-co-payment = Part of the cost, by contract.
fee-due-filing = Paid before you apply.
fee-due-decision = Paid before the decision.
fee-due-result = Paid before you get the result.
fee-refundable = If the service is not provided, you will get your money back.
fee-not-refundable = If the service is not provided, the money is not refunded.
fee-line = { $title }: { $amount }
fee-reckoned = worked out from your answers
fee-times = For each unit.
fee-exempt = { $title }: free
fee-less = { $title }: { $percent }% less
fee-exemptions = Who pays less
fee-up-to = from 0 ₽ to { $most }
fee-between = from { $least } to { $most }
fee-from = from { $least }
paper-when = Needed when: { $when }.
paper-optional = You do not have to attach it.
paper-held = We can get it ourselves: { $source }.
paper-replaced = Not needed if we find out: “{ $labels }”.
paper-original = The paper original will be needed.

gain-document = An electronically signed document.
gain-entry = A register entry.
gain-information = Information.
gain-object = An object: { $what }.
service-grounds-suspend = When the clock will be stopped
service-grounds-prolong = When the deadline will be extended
service-grounds-return = When the application will be returned without being considered
service-grounds-forward = When the application will be passed to another authority
ground-limit = For no longer than { $term }.
ground-prolong = The whole time is then { $term }.
ground-within = You will be told within { $term }.
ground-to = Where it will be passed: { $to }.

service-people = Who else takes part
party-applicant = Makes the application.
party-joint = Applies together with you: each of you has your own part and your own signature.
party-consent = Gives consent.
party-representative = Acts for the applicant.
party-beneficiary = The service is provided for this person.
party-agrees = What they agree to: { $consent }
party-within = Time to answer: { $term }.
party-signs-simple = Signs by signing in with Gosuslugi.
party-signs-qualified = A qualified electronic signature is needed.

service-scarce = What may run out
order-arrival = The queue goes by the time of application.
order-ranking = The queue goes by priority, and among equals by the time of application.
order-lottery = Places are drawn by lot; anyone can check the record of the draw.
order-ranks = Ahead of others: { $ranks }.
window-both = Applications are open from { $from } to { $until }.
window-from = Applications are open from { $from }.
window-until = Applications are open until { $until }.
share = { $title }: { $percent }% of the total.
resource-hold = While you fill in the application, we hold your choice for { $term }.
resource-offer = You need to accept an offer within { $term }.
limit = { $say } { $mend }

service-visits = Appointments
visit-minutes =
    { $minutes ->
        [one] The appointment lasts { $minutes } minute.
       *[other] The appointment lasts { $minutes } minutes.
    }
visit-earliest = No earlier than { $term } after you apply.
visit-latest = No later than { $term } after you apply.

service-after = What comes after
after-within = Time limit: { $term }.
after-every = Repeats every period: { $term }.
after-blocks = Until this is done you cannot apply again: { $term }.
service-related = Related services
related-before = Usually needed before
related-after = Useful afterwards
related-instead = Can be used instead
related-beside = Often needed together
