# Личный кабинет.
account-acting = Вы действуете от имени: { $organisation }
account-applications = Заявления
account-drafts = Черновики
account-empty = Заявлений пока нет
account-empty-text = Когда вы отправите первое, здесь будет видно, что с ним происходит.
account-bounced = Копия уведомления вернулась: адрес не работает. Проверьте его в настройках.
account-unread =
    { $count ->
        [one] { $count } новое уведомление
        [few] { $count } новых уведомления
       *[many] { $count } новых уведомлений
    }
case-filed-at = отправлено { $moment }
case-number-date = { $number } от { $date }

state-submitted = Отправлено
state-delivering = Передаётся
state-delivered = На регистрации
state-registered = Зарегистрировано
state-not-accepted = Не принято
state-in-progress = Рассматривается
state-suspended = Приостановлено
state-awaiting-applicant = Ждёт вашего ответа
state-awaiting-payment = Ждёт оплаты
state-decision-positive = Решение положительное
state-decision-negative = Отказано
state-result-ready = Результат готов
state-completed = Услуга оказана
state-withdrawn = Отозвано

stage-pending = Ещё не начато
stage-started = Идёт сейчас
stage-paused = Приостановлено
stage-overdue = Идёт с опозданием
stage-ended = Завершено
stage-ended-late = Завершено с опозданием
stage-skipped = Не понадобилось

case-paused = Рассмотрение приостановлено
case-paused-since = с { $moment }
case-paused-until = по { $moment }
case-pauses = Приостановки
case-results = Результат
case-refused = Почему отказано
case-course = Ход рассмотрения
case-sent = Что вы отправили
case-short = Коротко о заявлении
case-filed = Отправлено
case-due = Срок
case-edition = Редакция регламента
case-again = Подать похожее заявление
course-sent = Заявление отправлено
course-registered = Зарегистрировано
course-started = Начато { $moment }
course-ended = Завершено { $moment }
course-due = По плану до { $date }
course-norm = По плану: { $term }
course-granted = Решение: услуга предоставляется
course-refused = Решение: отказать
course-closed = Дело закрыто
result-issued-at = Выдан { $moment }
result-open = Открыть результат
result-verify = Проверить подлинность
withdraw-link = Отозвать заявление
withdraw-title = Отозвать заявление?
withdraw-text = Рассмотрение прекратится, решения не будет. Вернуть отозванное заявление нельзя, но можно подать новое.
withdraw-button = Да, отозвать
withdraw-keep = Не отзывать
withdraw-done = Заявление отозвано.

notices-title = Уведомления
notices-empty = Уведомлений пока нет.
notice-new = новое
notice-registered = Заявление зарегистрировано
notice-not-accepted = Заявление не принято
notice-granted = Принято положительное решение
notice-refused = В услуге отказано
notice-ended = Завершён этап рассмотрения
notice-suspended = Рассмотрение приостановлено
notice-asked = От вас нужны сведения
notice-resumed = Рассмотрение продолжено
notice-withdrawn = Заявление отозвано
notice-other = Новое событие
notice-accepted-at = Принято
notice-started-at = Услуга начата
notice-due = Будет завершена до
notice-decided-at = Решение принято { $moment }
notice-how-account = Результат находится в личном кабинете, на странице заявления.
notice-how-nothing = Получать ничего не нужно: решение уже действует.
notice-ended-text = Завершён этап «{ $procedure }». Дальше: { $next }.
notice-suspended-text = Этап «{ $procedure }» приостановлен, срок не идёт.
notice-asked-text = На этапе «{ $procedure }» понадобились сведения от вас. Пока вы не ответите, срок не идёт.
notice-resumed-text = Этап «{ $procedure }» продолжен. Решение будет до { $date }.
notice-withdrawn-text = Вы отозвали заявление { $moment }.
notice-open-case = Открыть заявление

settings-title = Настройки
settings-saved = Сохранено.
settings-channels = Куда присылать копии уведомлений
settings-channels-text = В личном кабинете уведомления есть всегда. В копиях нет личных сведений: только номер заявления и ссылка.
settings-email = На почту { $address }
settings-sms = В СМС на { $phone }
settings-no-email = В вашем профиле Госуслуг нет проверенной почты.
settings-no-mobile = В вашем профиле Госуслуг нет проверенного телефона.
settings-save = Сохранить
settings-bounced-email = Письма на эту почту не доходят. Исправьте адрес в профиле Госуслуг, войдите заново и включите её снова.
settings-bounced-sms = СМС на этот номер не доходят. Исправьте номер в профиле Госуслуг, войдите заново и включите его снова.
settings-role = От чьего имени вы действуете
settings-role-text = Выберите, за кого подаёте заявления
settings-role-save = Выбрать
readings-title = Кто смотрел мои данные
readings-lead = Каждое обращение сотрудников к вашим данным записывается.
readings-empty = Пока никто не смотрел.
readings-when = Когда
readings-who = Кто
readings-case = Заявление
readings-why = Зачем
