# Рабочее место должностного лица: /desk.

## Вход

desk-area = Рабочее место
desk-sign-in-title = Вход для сотрудников
desk-sign-in-lead = Войдите под служебной учётной записью. Граждане входят через Госуслуги на главной странице.
desk-sign-in-login = Имя для входа
desk-sign-in-password = Пароль
desk-sign-in-submit = Продолжить
desk-sign-in-wrong = Имя или пароль не подходят. Проверьте раскладку клавиатуры и Caps Lock и введите их ещё раз.
desk-sign-in-locked = { $minutes ->
    [one] После нескольких неудачных попыток вход закрыт ещё на { $minutes } минуту. Подождите и попробуйте снова.
    [few] После нескольких неудачных попыток вход закрыт ещё на { $minutes } минуты. Подождите и попробуйте снова.
   *[other] После нескольких неудачных попыток вход закрыт ещё на { $minutes } минут. Подождите и попробуйте снова.
}
desk-code-title = Второй шаг входа
desk-code-lead = Введите шесть цифр из приложения, которое создаёт одноразовые коды.
desk-code-label = Код из приложения
desk-code-hint = Код меняется каждые 30 секунд и принимается один раз.
desk-code-submit = Войти
desk-code-wrong = Код не подходит. Дождитесь следующего кода в приложении и введите его.
desk-code-used = Этот код уже использован. Дождитесь следующего кода в приложении и введите его.
desk-code-again = Войти под другим именем
desk-sign-out = Выйти
desk-signed-in-as = Вы вошли: { $name }, { $post }

## Очередь

desk-queue-title = Заявления
desk-queue-lead = Сначала те, у кого срок ближе. { $authority }
desk-queue-caption = Заявления в работе, по сроку
desk-queue-filter = Отбор
desk-queue-all = Все в работе
desk-queue-late = Просроченные
desk-queue-mine = Мои
desk-queue-unassigned = Никем не взятые
desk-queue-person = Нужен человек
desk-queue-decided = Решённые
desk-queue-service = Услуга
desk-queue-any = не важно
desk-queue-search = Номер или фамилия
desk-queue-search-hint = Номер или его начало, либо начало фамилии заявителя; отбор при этом не действует
desk-queue-apply = Показать
desk-queue-reset = Сбросить отбор
desk-queue-empty = Таких заявлений нет.
desk-queue-next = Следующие
desk-queue-first = К началу
desk-column-number = Номер
desk-column-service = Услуга
desk-column-applicant = Заявитель
desk-column-due = Срок
desk-column-waiting = Что дальше
desk-column-assignee = Исполнитель
desk-column-state = Состояние
desk-assignee-none = не назначен
desk-assignee-me = вы

## Сроки

desk-due-left = { $days ->
    [one] остался { $days } рабочий день
    [few] осталось { $days } рабочих дня
   *[other] осталось { $days } рабочих дней
}
desk-due-today = срок сегодня
desk-due-late = { $days ->
    [one] просрочено на { $days } рабочий день
    [few] просрочено на { $days } рабочих дня
   *[other] просрочено на { $days } рабочих дней
}
desk-due-late-today = срок истёк сегодня
desk-due-by = до { $date }
desk-due-none = срок ещё не идёт
desk-due-paused = срок приостановлен
desk-due-done = завершено { $date }
desk-late-why-procedure = Затянулась процедура «{ $procedure }»: норма { $norm }.
desk-late-why-person = Машина остановилась: { $reason }
desk-late-why-source = Нет ответа: { $source }.

## Что дальше

desk-next-delivering = Доставляется в систему органа
desk-next-intake = Проверить и зарегистрировать
desk-next-machine = Обрабатывается автоматически
desk-next-answers = { $count ->
    [one] Ждём { $count } межведомственный ответ
    [few] Ждём { $count } межведомственных ответа
   *[other] Ждём { $count } межведомственных ответов
}
desk-next-decide = Принять решение
desk-next-applicant = Ждём заявителя
desk-next-payment = Ждём оплату
desk-next-suspended = Приостановлено
desk-next-sign = Подписать результат
desk-next-hand-over = Ждёт выдачи или доставки
desk-next-originals = Ждёт показа подлинников
desk-next-line = Ждёт своей очереди
desk-next-notify = Выдаётся отказ
desk-next-done = Действий не требуется

## Состояния заявления

desk-state-submitted = Отправлено
desk-state-delivering = Доставляется
desk-state-delivered = Доставлено
desk-state-registered = Зарегистрировано
desk-state-not-accepted = Отказано в приёме
desk-state-in-progress = В работе
desk-state-suspended = Приостановлено
desk-state-awaiting-applicant = Ждёт заявителя
desk-state-awaiting-payment = Ждёт оплаты
desk-state-decision-positive = Решено предоставить
desk-state-decision-negative = Решено отказать
desk-state-result-ready = Результат готов
desk-state-completed = Завершено
desk-state-withdrawn = Отозвано заявителем
desk-state-returned = Возвращено без рассмотрения
desk-state-forwarded = Передано в другой орган

## Карточка

desk-card-title = Заявление { $number }
desk-card-back = К списку заявлений
desk-card-sections = Разделы карточки
desk-card-next = Следующий шаг
desk-card-why-person = Почему нужен человек
desk-card-edition = Редакция регламента
desk-card-variant = Вариант
desk-card-variant-unknown = ещё не определён
desk-card-filed = Подано
desk-card-registered = Зарегистрировано
desk-card-due-how = Как посчитан срок
desk-card-assignee = Исполнитель
desk-card-duplicate = У этого заявителя есть другое открытое заявление на ту же услугу. Проверьте, не повтор ли это; отказать из-за повтора нельзя. Другое заявление:
desk-facts-title = Сведения
desk-facts-caption = Что известно по заявлению, откуда и когда
desk-facts-name = Сведение
desk-facts-value = Значение
desk-facts-source = Откуда
desk-facts-at = Когда
desk-facts-absent = источник ответил, что этого нет
desk-facts-empty = не указано
desk-facts-contested = заявитель не согласен
desk-facts-step-other = Получено без вопросов заявителю
desk-source-applicant = Заявитель
desk-source-identity = ЕСИА
desk-source-official = Должностное лицо
desk-source-derived = Следует из других сведений
desk-source-experts = Экспертная оценка
desk-source-case = Видно из самого заявления
desk-source-service = Результат другой услуги
desk-documents-title = Документы
desk-documents-caption = Приложенные файлы
desk-documents-none = Заявитель ничего не приложил.
desk-documents-name = Файл
desk-documents-fact = К какому сведению
desk-documents-size = Размер
desk-documents-download = Скачать
desk-criteria-title = Критерии и основания
desk-criteria-lead = Так их видит машина по сведениям на сейчас.
desk-criteria-caption = Критерии и основания решения
desk-criteria-kind = Что
desk-criteria-criterion = Формулировка
desk-criteria-star = Звёздочкой отмечены сведения, которых достаточно для вывода.
desk-for-applicant = Как это прочтёт заявитель
desk-decision-file = Скачать решение файлом для пересчёта (JSON)
desk-finding-term = Срок: { $term }. { $clause }.
desk-finding-term-open = Срок ещё зависит от сведений: { $facts }.
desk-finding-fee = Плата: { $fee }.
desk-finding-exempt = Льгота: { $title }.
desk-finding-forward = Есть основание передать в другой орган: { $title }. { $clause }.
desk-finding-return = Есть основание вернуть без рассмотрения: { $title }. { $clause }.
desk-finding-suspend = Есть основание приостановить срок: { $title }. { $clause }.
desk-finding-prolong = Есть основание продлить срок: { $title }. { $clause }.
desk-criteria-verdict = Ответ
desk-criteria-facts = Прочитанные сведения
desk-criteria-clause = Норма
desk-verdict-yes = да
desk-verdict-no = нет
desk-verdict-unknown = пока неизвестно
desk-verdict-person = определяет человек
desk-outcome-grant = По критериям услугу следует предоставить.
desk-outcome-refuse = По критериям есть основания для отказа: { $grounds }.
desk-outcome-unknown = Машина пока не может решить, не хватает сведений: { $facts }.
desk-outcome-person = Машинных оснований для отказа нет; остальное видит только человек.
desk-outcome-accept = Оснований отказать в приёме машина не видит.
desk-outcome-not-accept = Машина видит основания отказать в приёме: { $grounds }.
desk-queries-title = Межведомственные запросы
desk-queries-caption = Запросы в другие ведомства
desk-queries-none = По этому заявлению запросов нет.
desk-queries-source = Кого спросили
desk-queries-state = Состояние
desk-queries-asked = Отправлен
desk-queries-answered = Ответ
desk-queries-norm = Норма
desk-query-queued = готовится к отправке
desk-query-sent = отправлен, ждём ответа
desk-query-answered = ответ получен
desk-query-absent = ответ получен: таких сведений нет
desk-query-failed = источник не может ответить
desk-query-overdue = срок ответа прошёл
desk-timeline-title = Процедуры
desk-timeline-caption = Административные процедуры: норма и ход
desk-timeline-procedure = Процедура
desk-timeline-norm = Норма
desk-timeline-stage = Ход
desk-timeline-started = Начата
desk-timeline-due = Должна закончиться
desk-timeline-ended = Закончена
desk-stage-pending = не начата
desk-stage-started = идёт
desk-stage-paused = приостановлена
desk-stage-overdue = идёт, норма прошла
desk-stage-ended = закончена в срок
desk-stage-ended-late = закончена с опозданием
desk-stage-skipped = не нужна в этом варианте
desk-journal-title = Журнал
desk-journal-caption = Что происходило с заявлением
desk-journal-at = Когда
desk-journal-who = Кто
desk-journal-what = Что
desk-who-applicant = Заявитель
desk-who-machine = Автоматически
desk-who-system = Система «{ $system }»
desk-who-official = Должностное лицо

## События журнала

desk-event-filed = Заявление подано
desk-event-delivery-delayed = Система органа пока не отвечает, доставка повторяется
desk-event-delivered = Доставлено в систему органа
desk-event-registered = Зарегистрировано
desk-event-not-accepted = Отказано в приёме, основания: { $grounds }
desk-event-procedure-started = Начата процедура «{ $procedure }»
desk-event-procedure-ended = Закончена процедура «{ $procedure }»
desk-event-procedure-skipped = Процедура «{ $procedure }» не нужна
desk-event-learnt = Получены сведения ({ $source }): { $facts }
desk-event-evidence-asked = Отправлен запрос: { $source }
desk-event-evidence-answered = Получен ответ: { $source }
desk-event-evidence-failed = Ответа нет: { $source }
desk-event-person-called = Передано человеку. { $reason }
desk-event-suspended = Приостановлено
desk-event-applicant-asked = У заявителя запрошены сведения
desk-event-resumed = Возобновлено
desk-event-recounted = Сроки пересчитаны: изменился производственный календарь
desk-event-granted = Решено предоставить услугу
desk-event-refused = Решено отказать, основания: { $grounds }
desk-event-result-issued = Результат подписан и выдан
desk-event-result-changed = Изменено состояние результата
desk-event-original-seen = Проверен подлинник
desk-event-completed = Завершено
desk-event-withdrawn = Отозвано заявителем
desk-event-prolonged = Срок продлён, основание: { $ground }
desk-event-given-back = Возвращено без рассмотрения, основание: { $ground }
desk-event-forwarded = Передано в другой орган: { $to }
desk-event-reopened = Возвращено к рассмотрению
desk-event-assessed = Получен лист оценки
desk-event-assessing = Заявитель готовит оценку
desk-assessing-chosen = Заявитель выбрал, как пройдёт оценка: { $procedure }
desk-assessing-handed-in = Заявитель передал материалы для оценки: { $procedure }
desk-assessing-good = Материалы годятся для оценки: { $procedure }
desk-assessing-bad = Материалы для оценки не годятся, заявителю объяснено, как их исправить: { $procedure }
desk-event-contested = Заявитель оспаривает сведение: { $fact }
desk-event-settled = Спор о сведении разобран: { $fact }
desk-event-declined = Заявитель отказался от услуги, начатой без заявления
desk-event-undone = Начато по ошибке и отменено
desk-event-obligation-arose = После решения нужно: { $what }
desk-event-obligation-done = Выполнено после решения: { $what }
desk-event-warned = Скоро конец срока: { $what }
desk-event-escalated = Нарушение срока показано руководителю: { $what }
desk-event-taken = Взято в работу
desk-event-returned = Возвращено в очередь
desk-event-handed-over = Передано коллеге: { $name }
desk-event-noticed = Заявителю отправлено уведомление
desk-event-timer-breached = Прошёл срок: { $what }
desk-event-read = Прочитаны персональные данные. Основание: { $ground }
desk-recorded-message = Написано сообщение
desk-recorded-note = Добавлена служебная заметка
desk-recorded-task = Поставлена задача
desk-recorded-task-done = Задача выполнена
desk-recorded-opinion = Запрошено заключение
desk-recorded-opinion-given = Получено заключение
desk-timer-case = услуга в целом
desk-timer-registration = регистрация

## Основания чтения

desk-read-ground-mine = рассмотрение заявления { $number } его исполнителем
desk-read-ground-queue = просмотр заявления { $number } сотрудником органа, который оказывает услугу
desk-read-ground-file = просмотр документа к заявлению { $number }
desk-read-ground-sign = подписание результата по заявлению { $number }

## Почему нужен человек

desk-call-officials-procedure = Процедуру «{ $procedure }» по регламенту выполняет должностное лицо.
desk-call-no-variant = Ни один вариант услуги не подходит заявителю.
desk-call-variant-unknown = Вариант услуги зависит от сведений, которых нет: { $facts }.
desk-call-intake-unknown = Для регистрации не хватает сведений: { $facts }.
desk-call-decision-unknown = Для решения не хватает сведений: { $facts }.
desk-call-decision-silent = Для решения не хватает сведений: { $facts }. Не ответили: { $sources }.
desk-call-cannot-begin = Процедура «{ $procedure }» не может начаться: её условие не выполнено.
desk-call-cannot-end = Процедура «{ $procedure }» не может закончиться: её условие не выполнено.
desk-call-nothing-left = Все процедуры пройдены, а решения нет.
desk-call-no-signer = Не назначен сотрудник, от имени которого подписываются результаты.
desk-call-signature-refused = Электронная подпись назначенного сотрудника сейчас не действует.
desk-call-result-incomplete = Для результата не хватает сведений: { $facts }.
desk-call-contested = Заявитель оспаривает сведения: { $facts }.
desk-call-experts-apart = Оценки экспертов сильно разошлись ({ $procedure }). Посмотрите листы и закончите процедуру, когда разберётесь.
desk-call-not-assessable = Материалы заявителя не годятся для оценки, и повторы кончились ({ $procedure }). Помогите заявителю выбрать другой способ.
desk-call-contradiction = Ведомства сообщили разное: { $facts }. Выясните, что верно, и внесите сведения.
desk-call-applicant = Заявитель просит, чтобы дело посмотрел человек.
desk-call-official = Сотрудник просит коллегу посмотреть дело.
desk-call-look = Посмотрите документы: часть оснований может увидеть только человек.
desk-read-ground-decision = Скачан файл решения по заявлению { $number }
desk-fact-read = { $label }: { $value }
desk-fact-unknown = { $label }: пока неизвестно

## Действия

desk-actions-title = Действия
desk-action-take = Взять в работу
desk-action-return = Вернуть в очередь
desk-action-hand-over = Передать коллеге
desk-action-hand-over-to = Кому
desk-action-intake = Проверить приём
desk-action-decide = Принять решение
desk-action-sign = Посмотреть и подписать результат
desk-action-take-first = Возьмите заявление в работу, чтобы принимать решения по нему.
desk-action-taken-by-other = Заявление в работе у другого сотрудника: { $name }.
desk-done-take = Заявление взято в работу.
desk-done-return = Заявление возвращено в очередь.
desk-done-hand-over = Заявление передано.
desk-done-register = Заявление зарегистрировано, заявитель уведомлён.
desk-done-refuse-intake = В приёме отказано, заявитель уведомлён.
desk-done-grant = Решение принято.
desk-done-refuse = Отказ оформлен, заявитель уведомлён.
desk-done-sign = Результат подписан и выдан, заявитель уведомлён.

## Приём

desk-intake-title = Приём заявления { $number }
desk-intake-register = Зарегистрировать
desk-intake-refuse = Отказать в приёме
desk-intake-grounds = Основания для отказа в приёме
desk-intake-no-grounds = В этом варианте регламент не даёт оснований отказать в приёме.

## Решение

desk-decide-title = Решение по заявлению { $number }
desk-decide-machine = Что видит машина
desk-decide-choice = Ваше решение
desk-decide-grant = Предоставить услугу
desk-decide-refuse = Отказать
desk-decide-grounds = Основания для отказа
desk-decide-no-grounds = В этом варианте регламент не даёт оснований для отказа.
desk-decide-ground-clause = Норма: { $clause }
desk-decide-ground-say = Заявитель прочтёт: { $say }
desk-decide-ground-mend = Что он сможет сделать: { $mend }
desk-decide-ground-fires = Машина: основание есть.
desk-decide-ground-clear = Машина: основания нет.
desk-decide-ground-unknown = Машина: сведений не хватает.
desk-decide-ground-person = Это может увидеть только человек: напишите, что именно вы увидели.
desk-decide-words = Пояснение для заявителя
desk-decide-words-hint = Обязательно, если основание определяет человек. Заявитель увидит эти слова в уведомлении.
desk-decide-submit = Утвердить решение
desk-decide-cancel = Назад к карточке
desk-decide-result = Заявитель получит
desk-problem-title = Решение не принято
desk-problem-choice = Выберите, предоставить услугу или отказать.
desk-problem-ground = Отметьте хотя бы одно основание для отказа: без основания из регламента отказать нельзя.
desk-problem-ground-unknown = Основания { $ground } нет в регламенте этого варианта. Отметьте основание из списка.
desk-problem-words = Напишите пояснение: выбранное основание определяет человек, и заявитель должен знать, что вы увидели.
desk-problem-words-long = { $most ->
    [one] Пояснение слишком длинное. Оставьте не больше { $most } знака.
   *[other] Пояснение слишком длинное. Оставьте не больше { $most } знаков.
}
desk-problem-grant-against = Предоставить нельзя: по критериям есть основания для отказа ({ $grounds }). Откажите по ним или сначала оспорьте сведения, на которых они держатся.
desk-problem-grant-unknown = Предоставить пока нельзя: не известны сведения, без которых регламент не разрешает решать ({ $facts }). Дождитесь ответа ведомства.

## Внести сведение

desk-learn-hint = Источник этого не сообщил. Внесите то, что подтверждено его ответом на бумаге или по телефону: рядом со сведением будет стоять ваше имя.
desk-learn-submit = Внести сведение
desk-learn-wrong = Сведение не внесено
desk-learn-wrong-text = Значение не подходит ({ $problem }). Вернитесь к решению и введите его в том виде, в каком его даёт реестр.

## Подписание

desk-sign-title = Результат по заявлению { $number }
desk-sign-lead = Проверьте результат перед подписанием. После подписания он вступает в силу, и заявитель сразу его получит.
desk-sign-holds-caption = Сведения результата
desk-sign-preview = Открыть документ до подписания (PDF)
desk-sign-preview-note = На черновике нет номера и кода проверки: они появятся при подписании.
desk-sign-submit = Подписать и выдать
desk-sign-signer = Подписывает: { $name }, { $post }
desk-sign-not-signer = Подписать может только сотрудник с правом подписи. Передайте заявление ему.
desk-sign-refused = Подписать не удалось: ключ не найден, сертификат просрочен, отозван или выдан на другое имя. Обратитесь к администратору подписи; результат не выдан.
desk-sign-missing = Результат нельзя выдать: не известны сведения, которые в нём должны быть ({ $facts }).

## Ошибки

desk-changed-title = Это изменилось, пока вы смотрели
desk-changed-text = Кто-то другой или сама система изменила заявление раньше, чем вы нажали кнопку. Ваше действие не выполнено, и ничего не потеряно.
desk-changed-open = Открыть заявление заново
desk-refused-title = Это действие сейчас невозможно
desk-refused-taken = Заявление уже в работе у другого сотрудника. Попросите его передать заявление вам.
desk-refused-no-variant = Зарегистрировать нельзя: ни один вариант услуги не подходит или сведений для выбора не хватает.
desk-refused-role = Ваша роль не позволяет это сделать. Передайте заявление сотруднику, у которого есть такое право.
desk-refused-not-mine = Сначала возьмите заявление в работу.
desk-refused-edition = Редакция регламента, по которой идёт заявление, не загружена. Сообщите администратору.

## Отбор, сохранённые виды

desk-queue-waits = Чего ждёт
desk-queue-whose = Чьи
desk-queue-due = Срок
desk-queue-due-late = Просрочено
desk-queue-due-today = Сегодня
desk-queue-due-tomorrow = Завтра
desk-queue-due-week = В ближайшие семь дней
desk-queue-find = Найти
desk-column-mark = Отметить
desk-waits-delivery = доставки
desk-waits-intake = приёма сотрудником
desk-waits-machine = автоматической обработки
desk-waits-answers = ответов ведомств
desk-waits-decide = решения сотрудника
desk-waits-applicant = заявителя
desk-waits-payment = оплаты
desk-waits-suspension = конца приостановления
desk-waits-sign = подписи
desk-waits-issue = выдачи результата
desk-views-title = Сохранённые отборы
desk-view-name = Название отбора
desk-view-keep = Сохранить отбор
desk-view-forget = Удалить отбор «{ $name }»
desk-view-not-kept = Отбор не сохранён
desk-view-most = { $most ->
    [one] У отбора должно быть название, и хранится не больше { $most } отбора. Дайте название или удалите ненужный отбор.
   *[other] У отбора должно быть название, и хранится не больше { $most } отборов. Дайте название или удалите ненужный отбор.
}
desk-told-back = Вернуться

## День срока

desk-day-of = день { $day } из { $of }
desk-stands-applicant = ждём заявителя ({ $facts })
desk-stands-payment = ждём оплату
desk-stands = { $days ->
    [0] стоит с сегодняшнего дня: { $reason }
    [one] стоит { $days } день: { $reason }
    [few] стоит { $days } дня: { $reason }
   *[other] стоит { $days } дней: { $reason }
}

## Календарь

desk-day-link = Сегодня
desk-day-title = День { $date }
desk-day-whose = Чьи заявления
desk-day-mine = Мои
desk-day-all = Всего органа
desk-day-days = Сроки ближайших дней
desk-day-count = { $count ->
    [0] нет сроков
    [one] { $count } срок
    [few] { $count } срока
   *[other] { $count } сроков
}
desk-day-off = выходной
desk-day-messages = Непрочитанные сообщения заявителей
desk-day-no-messages = Все сообщения прочитаны.
desk-away-title = Отсутствие
desk-away-lead = Пока вы отсутствуете, заявления вам не распределяются. Дела, которые уже у вас, передайте коллегам.
desk-away-span = с { $from } до { $until }
desk-away-from = С какого дня
desk-away-until = По какой день
desk-away-keep = Отметить
desk-away-delete = Отменить
desk-away-wrong = Отсутствие не отмечено
desk-away-wrong-text = Укажите первый и последний день. Последний день не может быть раньше первого или сегодняшнего, а всё отсутствие — длиннее года.

## Закрытые заявления

desk-closed-title = Закрытые
desk-closed-lead = Заявления, рассмотрение которых закончено. Ищите по номеру, по началу фамилии, по дню окончания.
desk-closed-from = Закрыто не раньше
desk-closed-until = Закрыто не позже
desk-closed-at = Закрыто
desk-closed-empty = Таких закрытых заявлений нет.

## Действие со многими

desk-bulk-title = С отмеченными
desk-bulk-take = взять в работу
desk-bulk-return = вернуть в очередь
desk-bulk-hand-over = передать коллеге
desk-bulk-ask = запросить сведения у заявителя
desk-bulk-suspend = приостановить
desk-bulk-go = Дальше
desk-bulk-take-title = { $count ->
    [one] Взять в работу { $count } заявление
    [few] Взять в работу { $count } заявления
   *[other] Взять в работу { $count } заявлений
}
desk-bulk-return-title = { $count ->
    [one] Вернуть в очередь { $count } заявление
    [few] Вернуть в очередь { $count } заявления
   *[other] Вернуть в очередь { $count } заявлений
}
desk-bulk-hand-over-title = { $count ->
    [one] Передать коллеге { $count } заявление
    [few] Передать коллеге { $count } заявления
   *[other] Передать коллеге { $count } заявлений
}
desk-bulk-ask-title = { $count ->
    [one] Запросить сведения по { $count } заявлению
   *[other] Запросить сведения по { $count } заявлениям
}
desk-bulk-suspend-title = { $count ->
    [one] Приостановить { $count } заявление
    [few] Приостановить { $count } заявления
   *[other] Приостановить { $count } заявлений
}
desk-bulk-each = По каждому заявлению решает его собственное правило. Потом вы увидите, что сделано и почему не сделано остальное.
desk-bulk-fact = Что запросить
desk-bulk-fact-hint = Только то, чего нет ни у одного ведомства.
desk-bulk-ground = Основание из регламента
desk-bulk-no-grounds = Регламенты вашего органа не дают оснований приостанавливать срок.
desk-bulk-reason = Причина
desk-bulk-reason-note = Останется заметкой в каждом заявлении; заявитель её не увидит.
desk-bulk-reason-applicant = Заявители прочтут эти слова в уведомлении; они останутся и заметкой в каждом заявлении.
desk-bulk-do = Выполнить
desk-bulk-nothing = Ничего не отмечено
desk-bulk-choose = { $most ->
    [one] Отметьте хотя бы одно заявление и выберите действие. За один раз — не больше { $most } заявления.
   *[other] Отметьте хотя бы одно заявление и выберите действие. За один раз — не больше { $most } заявлений.
}
desk-bulk-lacking = Действие не выполнено
desk-bulk-lacking-text = Напишите причину и выберите то, что предложено в списке.
desk-bulk-result = Что сделано
desk-bulk-summary = Выполнено по { $good } из { $all }.
desk-bulk-outcome = Итог
desk-bulk-is-done = Выполнено
desk-bulk-not-done = Не выполнено
desk-bulk-missing = Такого заявления у вашего органа нет.
desk-bulk-changed = Заявление изменилось, пока действие выполнялось. Откройте его и повторите.
desk-bulk-unknown = Неизвестное заявление

## Сообщения, заметки, задачи, заключения

desk-words-title = Сообщения и заметки
desk-words-none = Ни сообщений, ни заметок нет.
desk-words-note = служебная заметка
desk-words-read = прочитано { $moment }
desk-words-unread = ещё не прочитано
desk-words-write = Написать
desk-words-to = Кому
desk-words-to-applicant = Заявителю: он получит уведомление и сможет ответить
desk-words-to-officials = Только сотрудникам: служебная заметка
desk-words-text = Текст
desk-words-text-hint = Не больше 4000 знаков. В письмах и СМС заявителю текста не будет, только ссылка на заявление.
desk-words-file = Файл: PDF, JPEG или PNG
desk-words-send = Отправить
desk-file-not-taken = Файл не принят
desk-tasks-title = Задачи и заключения
desk-tasks-none = Задач и запрошенных заключений нет.
desk-tasks-none-due = На сегодня и завтра задач и заключений нет.
desk-task-opinion = Заключение
desk-task-task = Задача
desk-task-opinion-long = Заключение другого органа или эксперта
desk-task-task-long = Задача сотруднику
desk-task-new = Запросить заключение или поставить задачу
desk-task-kind = Что нужно
desk-task-whom = Кому
desk-task-what = О чём
desk-task-until = Срок: последний день
desk-task-give = Поставить
desk-task-asked = Запросил сотрудник { $name } { $moment }
desk-task-late = срок прошёл
desk-task-done-at = выполнено { $moment }
desk-task-done-words = Что сделано
desk-task-done-keep = Выполнено
desk-task-answer = Внести заключение
desk-task-answer-words = Что отвечено
desk-task-answer-keep = Внести
desk-task-lacks = Задача не поставлена
desk-task-lacks-text = Укажите, кому, о чём и до какого дня; день не может быть в прошлом.

## История и печать

desk-history-link = Полная история
desk-history-title = История заявления { $number }
desk-history-back = К карточке
desk-print-link = Для печати
desk-print-now = Напечатать
desk-printed = Напечатано { $moment }, { $name }

## Клавиши

desk-keys-title = Клавиши
desk-keys-move = следующая и предыдущая строка
desk-keys-open = открыть заявление
desk-keys-mark = отметить строку
desk-keys-search = поиск
desk-keys-next = следующая страница
desk-keys-card = в карточке: взять, решить, для печати
desk-keys-pages = заявления, сегодняшний день, закрытые
desk-keys-help = этот список
desk-keys-off = Не пользоваться клавишами

## Действия помимо решения

desk-act-more = Другие действия
desk-act-end = Закончить процедуру
desk-act-assess = Внести лист оценки
desk-act-judge = Посмотреть присланное для оценки
desk-act-settle = Разобрать спор о сведении
desk-act-ask = Запросить у заявителя
desk-act-suspend = Приостановить
desk-act-resume = Продолжить
desk-act-prolong = Продлить срок
desk-act-give-back = Вернуть без рассмотрения
desk-act-forward = Передать в другой орган
desk-act-call = Позвать коллегу
desk-act-undo = Отменить начатое по ошибке
desk-act-reopen = Возобновить дело
desk-act-correct = Исправить ошибку в результате
desk-act-originals = Отметить показанные оригиналы
desk-act-fulfil = Отметить выполненное
desk-act-recheck = Перепроверить основания
desk-act-end-title = Закончить процедуру: заявление { $number }
desk-act-end-lead = Внесите то, что установлено. Начнётся следующая процедура, заявитель узнает об этом.
desk-act-end-submit = Закончить процедуру
desk-act-assess-title = Лист оценки: заявление { $number }
desk-act-assess-lead = Лист подписывается вашим именем и остаётся в деле. Второй раз внести его нельзя.
desk-act-assess-submit = Внести лист
desk-act-sheet = Строки листа
desk-act-line-most = От 0 до { $most } баллов, не больше двух знаков после запятой.
desk-act-wrong-line = «{ $line }»: { $mend }
desk-act-judge-title = Присланное для оценки: заявление { $number }
desk-act-judge-lead = Если по присланному оценить нельзя, заявитель бесплатно пришлёт другое.
desk-act-judge-submit = Ответить
desk-act-judge-choice = Можно ли это оценить
desk-act-judge-good = Да, эксперты могут оценивать
desk-act-judge-bad = Нет, нужно прислать другое
desk-act-capture = Что прислал заявитель
desk-act-settle-title = Спор о сведении: заявление { $number }
desk-act-settle-lead = Пока спор не разобран, машина по этому сведению ничего не решает. Проверьте сведение у того, кто его ведёт.
desk-act-settle-submit = Закрыть спор
desk-act-settle-fact = О каком сведении
desk-act-settle-said = Заявитель пишет: { $words }
desk-act-settle-differ = Ведомства сообщили разное.
desk-act-settle-choice = Что установлено
desk-act-settle-keep = Сведение верно, оставить
desk-act-settle-replace = Сведение ошибочно, заменить
desk-act-settle-value = Верное значение, если сведение меняется: { $label }
desk-act-ask-title = Запрос заявителю: заявление { $number }
desk-act-ask-lead = Запросить можно один раз, поэтому отметьте всё, чего не хватает. Пока заявитель не ответит, срок стоит.
desk-act-ask-submit = Отправить запрос и остановить срок
desk-act-ask-facts = О чём спросить
desk-act-ask-wanted = Без этого нельзя решить.
desk-act-ask-known = Уже указано; новый ответ заменит прежний.
desk-act-ask-held-title = Чего спрашивать нельзя и почему
desk-act-ask-held = Это есть у органа власти: { $keeper }.
desk-act-suspend-title = Приостановить: заявление { $number }
desk-act-suspend-lead = Срок остановится и пойдёт дальше, когда основание отпадёт или закончится предельный срок.
desk-act-suspend-submit = Приостановить и уведомить
desk-act-until = Что прекращает: { $when }.
desk-act-limit = Самое долгое: { $term }.
desk-act-resume-title = Продолжить: заявление { $number }
desk-act-resume-lead = Срок пойдёт дальше. Он закончится позже на столько, сколько стоял.
desk-act-resume-submit = Продолжить и уведомить
desk-act-prolong-title = Продлить срок: заявление { $number }
desk-act-prolong-lead = По одному основанию срок продлевается один раз, пока он не прошёл.
desk-act-prolong-submit = Продлить и уведомить
desk-act-prolong-to = Весь срок станет: { $term }.
desk-act-within = Сделать это нужно за { $term } со дня подачи.
desk-act-give-back-title = Вернуть без рассмотрения: заявление { $number }
desk-act-give-back-lead = Это не отказ: заявитель сможет исправить заявление и подать его снова. Дело закроется.
desk-act-give-back-submit = Вернуть и уведомить
desk-act-forward-title = Передать в другой орган: заявление { $number }
desk-act-forward-lead = Заявление уйдёт органу, который вправе его рассмотреть. Дело здесь закроется.
desk-act-forward-submit = Передать и уведомить
desk-act-forward-to = Куда: { $whom }.
desk-act-call-title = Позвать коллегу: заявление { $number }
desk-act-call-lead = Дело перейдёт к коллеге или в общую очередь, машина не решит его сама.
desk-act-call-submit = Передать
desk-act-call-to = Кому
desk-act-call-queue = В общую очередь
desk-act-undo-title = Отменить начатое по ошибке: { $number }
desk-act-undo-lead = Услуга начата без заявления по ошибочному событию. Человеку ничего делать не придётся.
desk-act-undo-submit = Отменить и уведомить
desk-act-reopen-title = Возобновить дело: заявление { $number }
desk-act-reopen-lead = Прежнее решение останется в деле. Срок пойдёт заново.
desk-act-reopen-submit = Возобновить и уведомить
desk-act-reopen-choice = На каком основании
desk-act-reopen-complaint = Жалоба удовлетворена
desk-act-reopen-court = Решение суда
desk-act-reopen-error = Ошибка органа
desk-act-correct-title = Исправить ошибку в результате: заявление { $number }
desk-act-correct-lead = Решение остаётся, результат будет сделан заново.
desk-act-correct-submit = Исправить и уведомить
desk-act-originals-title = Оригиналы документов: заявление { $number }
desk-act-originals-lead = Заявитель обещал показать эти оригиналы при получении результата. Пока они не показаны, результат не выдаётся.
desk-act-originals-submit = Записать
desk-act-originals-facts = Отметьте показанное, если оно в порядке
desk-act-fulfil-title = Отметить выполненное: заявление { $number }
desk-act-fulfil-lead = Отметьте то, что сделано после решения, и приложите подтверждение, если оно есть.
desk-act-fulfil-submit = Отметить
desk-act-recheck-title = Перепроверить основания: заявление { $number }
desk-act-recheck-lead = Источники будут опрошены заново. Заявитель узнает, только если что-то изменится.
desk-act-recheck-submit = Опросить источники
desk-act-owed = Что
desk-act-ground = Основание из регламента
desk-act-found = Что установлено
desk-act-found-hint = Неизвестное оставьте пустым.
desk-act-file = Подтверждение (файл)
desk-act-file-hint = PDF, JPG или PNG. Необязательно.
desk-act-words-sheet = Что установлено, словами
desk-act-words-judge = Что не так
desk-act-words-judge-hint = Обязательно, если оценить нельзя. Заявитель увидит эти слова.
desk-act-words-unnamed = Заявитель прочтёт эти слова после решения, без вашего имени.
desk-act-words-originals = Что не так с остальными
desk-act-words-originals-hint = Обязательно, если отмечено не всё. Останется в деле как основание не выдавать результат.
desk-act-words-call = Что нужно посмотреть
desk-act-words-fulfil = Что и когда сделано
desk-act-words-reason = Причина
desk-act-words-inside = Видно только сотрудникам.
desk-act-words-told = Обязательно. Заявитель увидит эти слова.
desk-act-preview = Посмотреть уведомление
desk-act-preview-title = Так это прочтёт заявитель
desk-act-preview-lead = Ещё ничего не отправлено. Проверьте и отправьте или поправьте слова ниже.
desk-act-wrong-title = Не выполнено
desk-act-wrong-value = Значение не подходит: { $problem }
desk-act-lacks-ground = Выберите основание: без основания из регламента этого сделать нельзя.
desk-act-lacks-facts = Отметьте хотя бы одно сведение.
desk-act-lacks-choice = Выберите один из ответов.
desk-act-lacks-fact = Выберите, о каком сведении речь.
desk-act-lacks-obligation = Выберите, что сделано.
desk-act-lacks-words = Напишите словами: без этого действие не выполнить.
desk-act-lacks-value = Введите верное значение: выбрана замена.
desk-done-end = Процедура закончена.
desk-done-assess = Лист оценки внесён.
desk-done-judge = Ответ записан.
desk-done-originals = Записано.
desk-done-settle = Спор закрыт, заявитель уведомлён.
desk-done-ask = Запрос отправлен, срок остановлен.
desk-done-suspend = Рассмотрение приостановлено, заявитель уведомлён.
desk-done-resume = Рассмотрение продолжено, заявитель уведомлён.
desk-done-prolong = Срок продлён, заявитель уведомлён.
desk-done-give-back = Заявление возвращено, заявитель уведомлён.
desk-done-forward = Заявление передано, заявитель уведомлён.
desk-done-call = Коллега позван, заявление передано.
desk-done-undo = Начатое отменено, человек уведомлён.
desk-done-reopen = Дело возобновлено, заявитель уведомлён.
desk-done-correct = Результат делается заново, заявитель уведомлён.
desk-done-fulfil = Отмечено.
desk-done-recheck = Источники опрашиваются.

## Что было помимо обычного хода

desk-notes-title = Что было по делу
desk-note-called = Зачем позвали человека
desk-note-proactive = Начато без заявления
desk-note-paused = Приостановлено
desk-note-since = С { $moment }.
desk-note-until = По { $moment }.
desk-note-limit = Самое долгое до { $date }.
desk-note-went-ended = Основание отпало.
desk-note-went-limit = Прошёл предельный срок, дело идёт с тем, что известно.
desk-note-went-person = Продолжил сотрудник.
desk-note-asked = Запрос заявителю
desk-note-answer-by = Ждём ответа до { $date }.
desk-note-answered = Заявитель ответил.
desk-note-unanswered = Заявитель не ответил.
desk-note-prolonged = Срок продлён
desk-note-returned = Возвращено без рассмотрения
desk-note-forwarded = Передано в другой орган
desk-note-reopened = Дело возобновлено
desk-note-corrected = Результат исправляется
desk-note-contest = Спор о сведении: { $fact }
desk-note-contest-open = Спор не разобран: машина по этому сведению не решает.
desk-note-contest-upheld = Заявитель прав, сведение заменено.
desk-note-contest-kept = Проверено: сведение верно.
desk-note-assessing = Как проходит оценка: { $what }
desk-note-consent = Согласие на запись дано { $moment }.
desk-note-captured = Прислано { $moment }.
desk-note-capture-good = Оценить можно.
desk-note-capture-bad = Оценить нельзя, заявителю объяснено почему.
desk-note-original = Обещан оригинал: { $what }
desk-note-original-open = Ещё не показан.
desk-note-original-shown = Показан, в порядке.
desk-note-original-wrong = Показан, но не в порядке: результат не выдан.
desk-note-sheet = Лист оценки
desk-note-owed = После решения: { $what }
desk-note-owed-open = Ещё не выполнено.
desk-note-owed-overdue = Срок прошёл, не выполнено.
desk-note-owed-done = Выполнено в срок.
desk-note-owed-late = Выполнено с опозданием.
desk-note-blocks = Пока не выполнено, новое заявление принимается не раньше { $date }.

## Опоздавшие уведомления

desk-late-title = Опоздавшие уведомления
desk-late-lead = Процедура закончилась, а заявитель узнал об этом позже срока по закону или ещё не узнал.
desk-late-none = Среди этих дел опоздавших уведомлений нет.
desk-late-latest = Сообщить до
desk-late-told = Сообщено
desk-late-not-told = ещё не сообщено
desk-late-next = Следующие дела
