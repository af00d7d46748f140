# The dialogue: you write in your own words, the assistant finds the service and asks its questions.
assistant-title = Ask in your own words
assistant-link = Ask in your own words
assistant-lead = Write what you need. The assistant will find the service and ask only the questions that affect the outcome. If something is unclear it will ask again, not guess.
assistant-need = What do you need?
assistant-send = Send
assistant-about = We are talking about the service:
assistant-which = Which service do you need?
assistant-no-service = No such service was found. Put it another way: for example, name the document you want to get.
assistant-unclear = We could not understand the answer. Choose one of the options or write it another way.
assistant-several = Several answers fit: “{ $options }”. Which one is yours?
assistant-options = What the answers are
assistant-details = In detail, with explanations
assistant-anew = Ask about something else
# Words separated by commas: what means “yes”, “no”, a negation and “I do not know”.
assistant-words-yes = yes, yeah, yep, sure, correct, certainly
assistant-words-no = no, nope
assistant-words-not = not, no, nor, without, never, cannot, don't, doesn't, didn't, isn't, aren't, wasn't, haven't, hasn't
assistant-words-unsure = do not know, I do not know, don't know, I don't know, not sure, I am not sure, do not remember, hard to say
