# The catalogue: home page, search, service page.
home-title = Public services
home-heading = Which service do you need?
home-lead = Describe it in your own words. Applying takes a few minutes, and the decision will come to your account.
home-empty-title = No services yet
home-empty = When services are published, they will be here.
home-business = Services for business
home-popular = Most used
home-popular-count =
    { $count ->
        [one] { $count } application since { $from }
       *[other] { $count } applications since { $from }
    }
home-categories = By topic
home-life = Life events
home-how = How it works
how-find = Find a service
how-find-text = The service page shows everything in advance: how long it takes, what it costs, the documents and the reasons for refusal.
how-fill = Fill in the form
how-fill-text = We fill in what is already known. Your draft is saved after every answer.
how-wait = Follow its progress
how-wait-text = You can see every step and the exact decision date in your account.
how-get = Get the result
how-get-text = An electronically signed document that anyone can check.
search-label = Name of a service or your question
search-example = For example: hunting licence
search-button = Search
search-title = All services
search-filters = Narrow the search
search-category = Topic
search-authority = Provided by
search-applicant = For whom
search-any = Any
search-none = Nothing found
search-none-mend = Try another word, remove the filters or look at all services.
search-others = These may help
search-found =
    { $count ->
        [one] { $count } service found
       *[other] { $count } services found
    }
services-count =
    { $count ->
        [one] { $count } service
       *[other] { $count } services
    }
category-empty = No services here yet
category-empty-mend = Look at other topics or the full list.
card-term = Takes: { $term }

service-who = Who can get it
applicant-person = Individuals
applicant-sole-trader = Sole traders
applicant-organisation = Organisations
applicant-business = Business: organisations and sole traders
assurance-simplified = Any Gosuslugi account will do.
assurance-standard = You need a Gosuslugi account with a checked passport and SNILS.
assurance-confirmed = You need a verified Gosuslugi account.
variants-nav = Service variants
variants-all = All variants
service-documents = What you will need
service-no-documents = You do not need to attach any documents: just answer the questions.
service-own = What we will get ourselves
service-own-within = answer within { $term }, { $clause }
service-asked = What we will ask
service-asked-lead = We will fill in what your Gosuslugi profile already says.
service-asked-because = why we ask: { $clause }
from-identity-short = taken from your profile
service-sample = See a filled sample
service-term = How long it takes
service-term-start = The time is counted from the day after your application is registered. You will see the exact date as soon as you send it.
service-procedures = How it will go
performer-machine = automatic
performer-machine-else-official = automatic, with an official if needed
performer-official = official
service-cost = Cost
service-result = Result
result-valid = Valid for { $term }.
service-criteria = How the decision is made
service-criteria-lead = The service will be provided if there is no ground for refusal. This is what is checked:
service-grounds = Why you may be refused
service-grounds-lead = There are no grounds other than these.
service-grounds-intake = The application will not be accepted
service-grounds-provision = The service will not be provided
ground-mend = What to do:
ground-words = Note from the official:
service-contacts = Who provides it
contacts-address = Address
contacts-hours = Opening hours
contacts-phone = Phone
contacts-email = Email
authority-lead = You do not have to come in person: you can apply here.
authority-sign = You can print this page and put it on the door: only the address, hours and phone numbers will show on paper.
authority-services = Services
service-about = About this page
about-title = Full name
about-kind = Kind of service
kind-regional = Public service of the region
kind-municipal = Municipal service
kind-delegated = Public service: delegated federal power
about-version = Edition of the regulation
about-version-text = { $version }, in force since { $from }
about-text = Text of the regulation
about-current = Information
informing-met = Published and matches the edition in force
informing-not-met = This page is being updated: it may lag behind the regulation
informing-newer = Edition { $version } is being prepared.
about-demand = Provided over a year
demand-count =
    { $count ->
        [one] { $count } time
       *[other] { $count } times
    }
demand-unknown = No data yet
demand-low = Low demand
demand-window = From { $from } to { $until }.
demand-source = Source: register of results.
service-acts = Legal basis
act = { $title } (No. { $number })
act-date = of { $date }
service-unverified = What is still being checked
service-short = The service in brief
service-start = Fill in the application
service-start-sign-in = Sign in and apply
service-start-why = You sign in with Gosuslugi. We will bring you back here.

stand-link = For a wall stand
stand-title = For a wall stand: { $service }
stand-lead = Print these sheets and put them on the stand: where to go, which documents you need, how to fill in the application.
stand-print = Print
stand-premises = What the reception premises must be like
stand-missing = The set for the stand is not ready
stand-missing-sample = There is no filled sample. The author of the regulation supplies it: the “sample” section with the answers of an invented applicant.
stand-missing-premises = There are no requirements for the reception premises. The region supplies them: the “premises” section in reception.yaml.
stand-missing-authority = There are no details of the authority that provides the service. The region supplies them: the “authorities” section in region.yaml.
sample-title = Sample: { $service }
sample-heading = Filled sample
sample-lead = This is what a correctly completed form looks like. The person and all the details are invented.
sample-version = For edition { $version }
sample-back = Back to the service
not-filled = not filled in
text-title = Regulation: { $service }
text-old = This edition is not in force.
text-current = Open the one in force
text-authority = Provided by: { $authority }.
text-facts = Information needed for the decision
text-fact = Information
text-clause = Basis
text-variants = Variants and time limits
text-editions = All editions
