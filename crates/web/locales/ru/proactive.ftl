# Услуги без заявления: что положено, почему, согласия в одном месте.
offers-title = Вам положено
offers-lead = Реестры сообщили о событии, и по нему вам может быть положена услуга. Решать вам.
offers-event = { $event } — сообщает { $register }.
offers-event-day = Событие от { $date }.
offers-why = Из чего это следует
offers-why-source = Источник: { $source }
offers-then = Что будет, если согласитесь
offers-until = Ответить можно до { $date }.
offers-accept-case = Да, начать услугу
offers-accept-draft = Да, открыть заявление
offers-decline = Не сейчас
offers-never = Больше не предлагать
offers-of = «{ $title }»
offers-done-declined = Мы убрали предложение. Подать заявление можно в любой день.
offers-done-never = Мы больше не будем предлагать эту услугу. Передумать можно на странице «Согласия».

notice-proposal = Вам положена услуга
notice-proposal-text = Реестры сообщили о событии, и по нему вам может быть положена услуга. Без вашего ответа ничего не начнётся.
notice-proposal-reminder = Напоминаем один раз: предложение ещё ждёт ответа. Без него ничего не начнётся.
notice-proposal-until = Ответить можно до { $moment }.
notice-proposal-open = Посмотреть предложение

consents-title = Согласия
consents-lead = Если согласиться, услуга начнётся сама, когда реестры сообщат, что она вам положена. Мы сразу напишем, и от услуги можно отказаться. Без согласия мы только предлагаем.
consents-text = Текст согласия { $version } действует с { $date }.
consents-all = Все услуги
consents-all-text = Любая услуга, которую можно получить без заявления, сейчас и потом.
consents-group = Весь раздел «{ $title }»
consents-covered = Начинается без заявления
consents-not-covered = Только по вашему ответу
consents-given = Согласие дано
consents-withdrawn = Согласие отозвано
consents-refused = Вы просили не предлагать
consents-expired = Срок согласия закончился
consents-give = Согласен
consents-withdraw = Отозвать
consents-for = «{ $title }»
consents-words = На что вы соглашаетесь
consents-history = Что было раньше
consents-said-given = Согласие дано { $moment }
consents-said-withdrawn = Согласие отозвано { $moment }
consents-said-refused = Просьба не предлагать { $moment }
consents-said-text = Текст { $version }: «{ $words }»
consents-said-proof = { $channel ->
    [portal] Через портал
   *[other] { $channel }
  }, { $proof }
consents-done-given = Согласие дано. Оно действует с этой минуты.
consents-done-withdrawn = Согласие отозвано. Оно перестало действовать сразу.

case-why-started = Почему она начата: { $why }

desk-missed-title = Услуги без заявления
desk-missed-lead = Что стало с событиями реестров за год. Никто из людей не назван.
desk-missed-started = Начато без заявления
desk-missed-offered = Предложено
desk-missed-accepted = Согласились
desk-missed-declined = Отказались
desk-missed-lapsed = Не ответили
desk-missed-missed = Положено, но не получено
desk-missed-unknown = Людей нет на портале
