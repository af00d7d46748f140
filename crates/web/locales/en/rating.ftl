# Quality ratings of procedures: on the application page and for those in charge of quality.
rating-title = Rate us, if you like
rating-text = Your rating does not affect your application. Staff see only average ratings until the application is finished.
rating-rate = Rate: { $procedure }
rating-change = Change your rating: { $procedure }
rating-given = Rating received: { $procedure }
rating-scale = { $least } is very bad, { $most } is excellent. Skip anything that does not apply to you.
rating-comment = What was good or bad
rating-comment-hint = Do not include names, phone numbers or addresses.
rating-give = Send rating
rating-done = Thank you, we have received your rating.
rating-wrong = { $what } { $mend }
rating-wrong-none = You have not given any rating.
rating-wrong-none-mend = Give at least one.
rating-wrong-scale = There is no such mark on the scale.
rating-wrong-scale-mend = Choose one of the marks offered.
rating-wrong-comment = The comment is too long.
rating-wrong-comment-mend = Shorten it to 1000 characters.

desk-ratings-title = Quality ratings
desk-ratings-lead = How people have rated your authority’s procedures since { $since }, and how those procedures really went.
desk-ratings-table = Ratings by procedure
desk-ratings-empty = No ratings yet.
desk-ratings-count = Ratings
desk-ratings-means = Averages
desk-ratings-mean = { $title }: { $mean }
desk-ratings-took = Average time taken
desk-ratings-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
desk-ratings-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
desk-ratings-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
desk-ratings-late = Late
desk-ratings-refused = Refusals
desk-ratings-follow = Low ratings waiting for review
desk-ratings-follow-text = Find out what went wrong and write down what was done.
desk-ratings-follow-one = Review of a low rating
desk-ratings-later = Whose application this is and which ratings were given will show when it is finished.
desk-ratings-words = What went wrong and what was done
desk-ratings-done = Review finished
desk-ratings-read-ground = Review of a low rating on application { $number }
desk-ratings-counts = Comparison with the national quality monitoring system
desk-ratings-day = Day
desk-ratings-ours = Sent by us
desk-ratings-theirs = Held by them
