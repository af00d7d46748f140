# Внешние системы, нарушения прав заявителей и ответы ведомственным системам.

desk-systems-title = Внешние системы
desk-systems-lead = Отвечают ли системы, что их ждёт и что не удалось передать.
desk-systems-system = Система
desk-systems-state = Состояние
desk-systems-waiting = Ждёт
desk-systems-failed = С ошибкой
desk-systems-oldest = Самое раннее
desk-systems-parked = Остановлено
desk-systems-well = Отвечает, проверено { $seen }
desk-systems-ill = Не отвечает с { $since }
desk-systems-unseen = Обращений ещё не было
desk-systems-esia = ЕСИА
desk-systems-smev = СМЭВ
desk-systems-evidence = Межведомственный обмен
desk-systems-mail = Электронная почта
desk-systems-sms = SMS
desk-systems-antivirus = Антивирус
desk-systems-inbox = Передача результатов органам
desk-systems-parked-of = Остановлено: { $system }
desk-systems-again = Попробовать ещё раз
desk-systems-again-all = Попробовать всё ещё раз
desk-systems-again-of = Попробовать ещё раз: { $work }, { $at }
desk-systems-done = Сделано. Это записано ниже.
desk-systems-work-delivery = Передача дела
desk-systems-work-news = Сообщение о действиях заявителя
desk-systems-work-order = Статус для ЕПГУ
desk-systems-work-letter = Письмо заявителю
desk-systems-work-ask = Межведомственный запрос
desk-systems-work-result = Передача результата
desk-systems-reconcile = Сверить дела
desk-systems-reconciled = Сверка: { $system }
desk-systems-silent = Система не отвечает, сверить дела сейчас нельзя. Попробуйте позже.
desk-systems-agree = Расхождений нет.
desk-systems-lost = Передано, но в системе его нет
desk-systems-unknown = Есть только в системе
desk-systems-deliver = Передать ещё раз
desk-systems-deliver-of = Передать дело { $number } ещё раз
desk-systems-acts = Что сделали сотрудники
desk-systems-act-again = { $count ->
    [one] запущено ещё раз { $count } задание
    [few] запущено ещё раз { $count } задания
   *[other] запущено ещё раз { $count } заданий
}
desk-systems-act-deliver = дело { $number } передано ещё раз

desk-watch-title = Нарушения прав заявителей
desk-watch-lead = Нарушения видны сразу, самые новые сверху.
desk-watch-rule = Нарушение
desk-watch-all = Все
desk-watch-show = Показать
desk-watch-empty = Нарушений не найдено.
desk-watch-what = Что именно
desk-watch-at = Когда
desk-watch-case = Срок услуги
desk-watch-registration = Срок регистрации

api-key = Ключ системы не указан или неизвестен
api-key-mend = Передайте ключ в заголовке Authorization: Bearer.
api-moment = Вызов не датирован или его время слишком далеко от нашего
api-moment-mend = Передайте в Okno-Timestamp секунды с 1970 года; расхождение — не больше пяти минут.
api-signature = Подпись вызова не сошлась
api-signature-mend = Подпишите время, метод, путь и тело, как сказано в описании интерфейса.
api-not-json = Тело вызова не читается как JSON
api-not-json-mend = Исправьте тело в указанном месте (строка и столбец).
api-not-an-object = Ожидался объект JSON
api-not-an-object-mend = Передайте объект с полями id и kind.
api-not-an-id = Идентификатор события не годится
api-not-an-id-mend = До 100 латинских букв, цифр и знаков «-», «_», «.», «:».
api-missing = Поле не заполнено
api-missing-mend = Заполните поле.
api-not-a-text = Ожидался текст
api-not-a-text-mend = Передайте строку.
api-not-a-list = Ожидался список строк
api-not-a-list-mend = Передайте массив строк, не больше ста.
api-not-a-yes-no = Ожидалось true или false
api-not-a-yes-no-mend = Передайте true или false.
api-too-long = Текст слишком длинный
api-too-long-mend = Сократите до 4000 знаков.
api-unknown-kind = Такого вида событий нет
api-unknown-kind-mend = Виды событий перечислены в описании интерфейса.
api-unknown-field = У этого вида событий такого поля нет
api-unknown-field-mend = Уберите поле или проверьте его имя.
api-id-used = Под этим идентификатором уже пришло другое событие
api-id-used-mend = Дайте событию новый идентификатор; то же событие передавайте без изменений.
api-against-grounds = Установлены основания для отказа
api-against-grounds-mend = Предоставить нельзя, пока они есть: проверьте сведения или откажите по этим основаниям.
api-not-known = Не хватает сведений для решения
api-not-known-mend = Дождитесь ответов или запросите сведения у заявителя.
api-conflict = Дело в это время меняли
api-conflict-mend = Передайте то же событие ещё раз.
api-later = Сейчас принять нельзя
api-later-mend = Передайте то же событие позже.
api-broken = Внутренняя ошибка
api-broken-mend = Передайте то же событие позже; если ошибка повторится, сообщите оператору портала.

## Межведомственные запросы

desk-exchange-title = Межведомственные запросы
desk-exchange-lead = Что отправлено, что ещё не отвечено и каким сообщениям нельзя верить.
desk-exchange-done = Сделано.
desk-exchange-queues = Очереди обмена
desk-exchange-behind = Кого спрашивают
desk-exchange-none = Неотвеченных запросов нет.
desk-exchange-queued = В очереди
desk-exchange-waiting = Ждут ответа
desk-exchange-overdue = Ответ опаздывает
desk-exchange-failed = Не удалось
desk-exchange-open = Сверка: отправленное без ответа
desk-exchange-not-there = Обмен этого сообщения не принял.
desk-exchange-underway = Обмен принял, ответа ещё нет.
desk-exchange-again = Отправить ещё раз
desk-exchange-again-of = Отправить ещё раз: { $source }, { $at }
desk-exchange-unsettled = Сообщения, которым нельзя верить
desk-exchange-settle = Проверено, стереть
desk-exchange-settle-of = Проверено, стереть сообщение: { $at }
