# Каталог: главная, поиск, страница услуги.
home-title = Государственные услуги
home-heading = Какая услуга вам нужна?
home-lead = Опишите своими словами. Заявление займёт несколько минут, а решение придёт в личный кабинет.
home-empty-title = Услуг пока нет
home-empty = Когда появятся опубликованные услуги, они будут здесь.
home-business = Услуги для бизнеса
home-popular = Часто получают
home-popular-count =
    { $count ->
        [one] { $count } заявление с { $from }
        [few] { $count } заявления с { $from }
       *[many] { $count } заявлений с { $from }
    }
home-categories = По темам
home-life = Жизненные ситуации
home-how = Как это работает
how-find = Находите услугу
how-find-text = На странице услуги видно всё заранее: срок, цену, документы и причины отказа.
how-fill = Заполняете форму
how-fill-text = Известные сведения подставим сами. Черновик сохраняется после каждого ответа.
how-wait = Следите за ходом
how-wait-text = Каждый шаг и точная дата решения видны в личном кабинете.
how-get = Получаете результат
how-get-text = Документ с электронной подписью, который любой может проверить.
search-label = Название услуги или ваш вопрос
search-example = Например: охотничий билет
search-button = Найти
search-title = Все услуги
search-filters = Уточнить поиск
search-category = Тема
search-authority = Кто оказывает
search-applicant = Кто получает
search-any = Не важно
search-none = Ничего не нашлось
search-none-mend = Попробуйте другое слово, уберите уточнения или посмотрите все услуги.
search-others = Может быть, подойдёт
search-found =
    { $count ->
        [one] Нашлась { $count } услуга
        [few] Нашлось { $count } услуги
       *[many] Нашлось { $count } услуг
    }
services-count =
    { $count ->
        [one] { $count } услуга
        [few] { $count } услуги
       *[many] { $count } услуг
    }
category-empty = Здесь пока нет услуг
category-empty-mend = Посмотрите другие темы или весь список.
card-term = Срок: { $term }

service-who = Кто может получить
applicant-person = Граждане
applicant-sole-trader = Индивидуальные предприниматели
applicant-organisation = Организации
applicant-business = Бизнес: организации и предприниматели
assurance-simplified = Подойдёт любая учётная запись Госуслуг.
assurance-standard = Нужна учётная запись Госуслуг с проверенными паспортом и СНИЛС.
assurance-confirmed = Нужна подтверждённая учётная запись Госуслуг.
variants-nav = Варианты услуги
variants-all = Все варианты
service-documents = Что понадобится
service-no-documents = Документы прикладывать не нужно: достаточно ответить на вопросы.
service-own = Запросим сами
service-own-within = ответ за { $term }, { $clause }
service-asked = О чём спросим
service-asked-lead = То, что уже есть в вашем профиле Госуслуг, подставим сами.
service-asked-because = почему спрашиваем: { $clause }
from-identity-short = возьмём из профиля
service-sample = Посмотреть заполненный образец
service-term = Срок
service-term-start = Срок считается со следующего дня после регистрации заявления. Точную дату вы увидите сразу после отправки.
service-procedures = Как будет проходить
performer-machine = автоматически
performer-machine-else-official = автоматически, при необходимости — сотрудник
performer-official = сотрудник
service-cost = Стоимость
service-result = Результат
result-valid = Действует { $term }.
service-criteria = Как принимается решение
service-criteria-lead = Услугу предоставят, если нет ни одного основания для отказа. Проверяется вот что:
service-grounds = Почему могут отказать
service-grounds-lead = Других оснований, кроме этих, нет.
service-grounds-intake = Не примут заявление
service-grounds-provision = Не предоставят услугу
ground-mend = Что делать:
ground-words = Пояснение сотрудника:
service-contacts = Кто оказывает
contacts-address = Адрес
contacts-hours = Часы приёма
contacts-phone = Телефон
contacts-email = Почта
authority-lead = Обращаться лично не обязательно: заявление можно подать здесь.
authority-sign = Эту страницу можно напечатать и повесить на дверь: на бумаге останутся только адрес, часы и телефоны.
authority-services = Услуги
service-about = Об этой странице
about-title = Полное название
about-kind = Вид услуги
kind-regional = Государственная услуга региона
kind-municipal = Муниципальная услуга
kind-delegated = Государственная услуга: переданное федеральное полномочие
about-version = Редакция регламента
about-version-text = { $version }, действует с { $from }
about-text = Текст регламента
about-current = Сведения
informing-met = Опубликованы и соответствуют действующей редакции
informing-not-met = Страница обновляется: сведения могут отставать от регламента
informing-newer = Готовится редакция { $version }.
about-demand = Оказана за год
demand-count =
    { $count ->
        [one] { $count } раз
        [few] { $count } раза
       *[many] { $count } раз
    }
demand-unknown = Данных пока нет
demand-low = Маловостребованная
demand-window = С { $from } по { $until }.
demand-source = Источник: реестр результатов.
service-acts = На основании чего
act = { $title } (№ { $number })
act-date = от { $date }
service-unverified = Что ещё уточняется
service-short = Коротко об услуге
service-start = Заполнить заявление
service-start-sign-in = Войти и заполнить
service-start-why = Вход через Госуслуги. Вернём вас сюда.

stand-link = Для стенда
stand-title = Для стенда: { $service }
stand-lead = Напечатайте эти листы и повесьте на стенд: где принимают, какие документы нужны, как заполнить заявление.
stand-print = Напечатать
stand-premises = Каким должно быть место приёма
stand-missing = Набор для стенда не готов
stand-missing-sample = Нет образца заполнения. Его даёт автор регламента: раздел «sample» с ответами вымышленного заявителя.
stand-missing-premises = Нет требований к месту приёма. Их даёт регион: раздел «premises» в reception.yaml.
stand-missing-authority = Нет сведений об органе, который оказывает услугу. Их даёт регион: раздел «authorities» в region.yaml.
sample-title = Образец: { $service }
sample-heading = Образец заполнения
sample-lead = Так выглядит правильно заполненная форма. Человек и все сведения вымышлены.
sample-version = По редакции { $version }
sample-back = Вернуться к услуге
not-filled = не заполнено
text-title = Регламент: { $service }
text-old = Это не действующая редакция.
text-current = Открыть действующую
text-authority = Оказывает: { $authority }.
text-facts = Сведения, которые нужны для решения
text-fact = Сведение
text-clause = Основание
text-variants = Варианты и сроки
text-editions = Все редакции
