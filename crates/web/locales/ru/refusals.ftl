# Отказы правил: что не так и что можно сделать. Ключи: domain/src/refusal.rs.
refusal-wrong-state = Дело сейчас в таком состоянии, что это действие невозможно.
refusal-wrong-state-mend = Обновите страницу: на ней видно, что происходит с делом и что можно сделать.
refusal-not-found = Такого нет.
refusal-not-found-mend = Проверьте адрес.
refusal-sign-in-needed = Нужно войти.
refusal-sign-in-needed-mend = Войдите и повторите действие.
refusal-assurance-too-low = Уровень учётной записи ниже нужного.
refusal-assurance-too-low-mend = Подтвердите личность в банке, центре обслуживания или МФЦ и войдите снова.
refusal-not-an-applicant = С этой учётной записью услугу получить нельзя.
refusal-not-an-applicant-mend = Выберите в настройках кабинета, от чьего имени вы действуете.
refusal-not-allowed = У вас нет прав на это действие.
refusal-not-allowed-mend = Обратитесь к тому, кто распределяет роли, или выберите другое действие.
refusal-taken-by-another = Делом уже занимается другой сотрудник.
refusal-taken-by-another-mend = Выберите другое дело или попросите передать вам это.
refusal-take-first = Сначала возьмите дело в работу.
refusal-take-first-mend = Нажмите «Взять в работу» на карточке дела и повторите.
refusal-already-done = Это уже сделано.
refusal-already-done-mend = Обновите страницу, чтобы увидеть, как обстоят дела.
refusal-ground-needed = Для отказа нужно хотя бы одно основание из регламента.
refusal-ground-needed-mend = Отметьте основание и повторите.
refusal-unknown-ground = Такого основания нет в регламенте для этого варианта услуги.
refusal-unknown-ground-mend = Выберите основание из списка.
refusal-not-established = Сведений пока не хватает, чтобы принять такое решение.
refusal-not-established-mend = Дождитесь ответов на запросы или внесите недостающие сведения.
refusal-clause-needed = Нужно назвать статью или пункт акта.
refusal-clause-needed-mend = Выберите акт, впишите статью, часть или пункт и повторите.
refusal-nothing-changed = Новое значение совпадает с прежним: исправлять нечего.
refusal-nothing-changed-mend = Впишите правильное значение и повторите.
refusal-unknown-authority = Такого органа в регионе нет.
refusal-unknown-authority-mend = Выберите орган из списка и повторите.
refusal-reason-needed = Нужно указать причину словами.
refusal-reason-needed-mend = Опишите причину и повторите.
refusal-no-variant = Ни один вариант услуги не подходит однозначно.
refusal-no-variant-mend = Проверьте ответы, от которых зависит вариант услуги.
refusal-unknown-fact = В регламенте нет такого сведения или указать его можете не вы.
refusal-unknown-fact-mend = Выберите сведение из карточки дела.
refusal-unknown-source = Этот источник не запрашивали.
refusal-unknown-source-mend = Сначала отправьте запрос.
refusal-procedure-not-running = Эта процедура сейчас не идёт.
refusal-procedure-not-running-mend = Обновите страницу, чтобы увидеть, какая процедура идёт.
refusal-procedure-ends-otherwise = Эта процедура завершается сама: решением или событием.
refusal-procedure-ends-otherwise-mend = Примите решение или дождитесь события.
refusal-procedure-not-ready = Завершить процедуру рано: условия её завершения не выполнены.
refusal-procedure-not-ready-mend = Дождитесь ответов на запросы или внесите недостающее.
refusal-not-declarable = Этот документ нельзя обещать показать позже.
refusal-not-declarable-mend = Приложите его копию к заявлению.
refusal-originals-owed = Результат выдают после того, как просмотрены все оригиналы, о которых сообщил заявитель.
refusal-originals-owed-mend = Заявитель показывает оригиналы там, где оказывают услугу: какие именно, сказано в деле. Сотрудник отмечает каждый или пишет на карточке дела, что с ним не так.
refusal-signature-needed = Результат нельзя выдать без подписи уполномоченного должностного лица.
refusal-signature-needed-mend = Передайте результат на подпись тому, кто вправе подписывать решения органа.
refusal-paper-not-allowed = Требовать бумагу здесь нельзя.
refusal-paper-not-allowed-mend = Бумажный документ можно потребовать только по прямой норме федерального закона.
refusal-no-calendar = Для нужного года ещё нет производственного календаря.
refusal-no-calendar-mend = Администратору нужно загрузить календарь; после этого действие станет возможно.
refusal-not-due = Срок ещё не прошёл.
refusal-not-due-mend = Дождитесь срока.
refusal-suspension-unbounded = По этому основанию приостановить нельзя: регламент не говорит ни что прекращает приостановку, ни сколько она длится.
refusal-suspension-unbounded-mend = Выберите другое основание или дополните регламент.
refusal-held-by-authority = Эти сведения есть у органа власти, у заявителя их спрашивать нельзя.
refusal-held-by-authority-mend = Запросите сведения у источника, который назван в регламенте.
refusal-asked-already = Сведения у заявителя уже запрашивали. Второй раз регламент спрашивать не разрешает.
refusal-asked-already-mend = Решайте по тому, что известно.
refusal-no-extra-data = Регламент не разрешает запрашивать у заявителя дополнительные сведения по этой услуге.
refusal-no-extra-data-mend = Решайте по тому, что известно.
refusal-term-passed = Срок услуги уже прошёл, продлить его нельзя.
refusal-term-passed-mend = Завершите дело как можно скорее.
refusal-not-proactive = Эту услугу начали по заявлению.
refusal-not-proactive-mend = Чтобы прекратить рассмотрение, отзовите заявление.
refusal-unknown-obligation = По этому делу такого делать не нужно.
refusal-unknown-obligation-mend = Обновите страницу: на ней видно, что ещё нужно сделать.
refusal-owes = По прежнему делу не сделано то, без чего подать новое заявление нельзя.
refusal-owes-mend = Откройте прежнее дело в личном кабинете и выполните то, что в нём названо.
refusal-notice-incomplete = { $detail ->
    [due] В уведомлении нет срока.
    [reasons] В уведомлении нет причин отказа с их основаниями.
    [results] В уведомлении не назван результат.
    [next] В уведомлении не сказано, что будет дальше.
    [title] В уведомлении не сказано, о чём оно.
    [to] В уведомлении не назван орган, которому передают заявление.
    [number] В уведомлении нет номера заявления.
    [service] В уведомлении не названа услуга.
   *[other] В уведомлении не хватает обязательной части.
}
refusal-notice-incomplete-mend = Заполните недостающее и повторите.
refusal-draft-sent = Это заявление уже отправлено, изменить его нельзя.
refusal-draft-sent-mend = Откройте заявление в личном кабинете. На его основе можно начать новое.
refusal-draft-outdated = Черновик начат по прежней редакции формы.
refusal-draft-outdated-mend = Откройте черновик: мы перенесём ответы в новую форму и покажем, что не подошло.
refusal-service-closed = Сейчас эту услугу подать нельзя: она не опубликована или ещё не действует.
refusal-service-closed-mend = Черновик останется в личном кабинете. Загляните позже или свяжитесь с органом, который оказывает услугу.
refusal-too-large = Отправленное больше, чем можно принять.
refusal-too-large-mend = Сократите тексты или уменьшите файлы и повторите.
refusal-must-be-kept = Удалить это сейчас нельзя: закон велит хранить дольше.
refusal-must-be-kept-mend = Дождитесь окончания срока хранения.
refusal-never-deleted = Записи реестра результатов не удаляются.
refusal-never-deleted-mend = Запись можно приостановить или аннулировать с указанием основания.
refusal-edition-unknown = Редакция регламента, по которой идёт дело, не загружена.
refusal-edition-unknown-mend = Сообщите администратору номер дела.
refusal-line-closed = В этот день заявления в эту очередь не принимают.
refusal-line-closed-mend = Дни приёма указаны в описании услуги.
refusal-not-in-line = Заявление не стоит в этой очереди, или ему сейчас ничего не предложено.
refusal-not-in-line-mend = Обновите страницу: на ней видно, как обстоят дела.
refusal-offer-over = Срок ответа на предложение прошёл, оно перешло следующему.
refusal-offer-over-mend = Вы остаётесь в очереди: когда появятся новые места, предложим снова.
refusal-limit-reached = Столько заявлений одному заявителю подать нельзя.
refusal-limit-reached-mend = Отзовите одно из прежних заявлений или измените выбор.
refusal-sheet-incomplete = В листе оценки заполнены не все строки.
refusal-sheet-incomplete-mend = Оцените каждую строку листа и отправьте его снова.
refusal-score-out-of-bounds = Балл в листе оценки вне допустимых пределов.
refusal-score-out-of-bounds-mend = Поставьте от нуля до наибольшего балла строки, не больше двух знаков после запятой.
refusal-unknown-assessment = Такой оценки по этому делу сейчас нет.
refusal-unknown-assessment-mend = Обновите страницу: на ней видно, что ещё нужно сделать.
refusal-method-not-offered = Этим способом оценку по этой услуге не проводят.
refusal-method-not-offered-mend = Выберите один из способов, которые предлагает страница.
refusal-time-needed = Не указано время, которое вам подходит.
refusal-time-needed-mend = Напишите день и время, когда вам удобно.
refusal-consent-needed = Без вашего согласия записывать видео нельзя.
refusal-consent-needed-mend = Отметьте согласие или выберите способ без записи.
refusal-choose-method-first = Сначала нужно выбрать, как пройдёт оценка.
refusal-choose-method-first-mend = Выберите способ с записью, заявлением или приборами и передайте материалы.
refusal-nothing-handed-in = Заявитель ещё не передал материалов, которые можно оценить.
refusal-nothing-handed-in-mend = Дождитесь материалов или обсудите с заявителем другой способ.

refusal-duty-split = Один человек не может сделать обе части этой работы
refusal-duty-split-mend = Передайте дело другому сотруднику: кто оценивал как эксперт или принял решение, на которое жалуются, сам дело не решает.
